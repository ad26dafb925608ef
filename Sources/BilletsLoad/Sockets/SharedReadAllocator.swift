import NIOCore

/// Lets a socket read into a buffer that it shares with the others of its loop.
///
/// NIO keeps the first buffer of a channel, so the first is small, enough for a handshake; and it asks for another
/// for each read as long as it is told that the next one may be larger.
struct SharedReadAllocator: RecvByteBufferAllocator {
    private static let firstBytes = 1_024

    private let shared: SharedReadBuffer
    private var hasRead = false

    /// An allocator of one socket.
    init(_ shared: SharedReadBuffer) {
        self.shared = shared
    }

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        hasRead ? shared.take(allocator) : allocator.buffer(capacity: Self.firstBytes)
    }

    mutating func record(actualReadBytes: Int) -> Bool {
        hasRead = true
        return true
    }
}
