import NIOCore

/// The buffer that all sockets of an event loop read into, one after the other.
///
/// With a buffer for each socket, thousands of sockets would each keep some 64 KiB, none of which stays in the
/// processor's cache. A socket that reads takes the buffer, and gives it back when its bytes are processed.
final class SharedReadBuffer: Sendable {
    /// How much is read at once.
    static let bytes = 256 * 1024

    private let buffer: NIOLoopBoundBox<ByteBuffer?>

    /// A buffer for the sockets of `eventLoop`.
    init(on eventLoop: any EventLoop) {
        buffer = .makeEmptyBox(valueType: ByteBuffer.self, eventLoop: eventLoop)
    }

    /// Takes the buffer, empty; a new one if somebody has it.
    func take(_ allocator: ByteBufferAllocator) -> ByteBuffer {
        guard var taken = buffer.value else { return allocator.buffer(capacity: Self.bytes) }
        buffer.value = nil
        taken.clear()
        return taken
    }

    /// Gives back what was taken; a smaller buffer is not kept.
    func giveBack(_ returned: ByteBuffer) {
        if returned.capacity >= Self.bytes { buffer.value = returned }
    }
}
