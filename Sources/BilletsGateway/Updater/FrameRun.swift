import NIOCore

/// The frames of consecutive changes, one after the other, in one of their forms.
struct FrameRun {
    /// All frames.
    private(set) var bytes: ByteBuffer

    /// Where each frame ends in `bytes`, counted from its first byte.
    private var ends: [Int] = []

    /// No frames yet; room for `capacity` bytes, and for `count` of them.
    init(capacity: Int, count: Int, allocator: ByteBufferAllocator) {
        bytes = allocator.buffer(capacity: capacity)
        ends.reserveCapacity(count)
    }

    /// How many frames it holds.
    var count: Int {
        ends.count
    }

    /// Adds the one frame that `write` writes.
    mutating func append<Result>(_ write: (inout ByteBuffer) -> Result) -> Result {
        defer { ends.append(bytes.readableBytes) }
        return write(&bytes)
    }

    /// Adds the frames of another run.
    mutating func append(_ next: FrameRun) {
        let offset = bytes.readableBytes
        ends.append(contentsOf: next.ends.map { $0 + offset })
        var more = next.bytes
        bytes.writeBuffer(&more)
    }

    /// The frames behind the first `skipped`.
    func bytes(skipping skipped: Int) -> ByteBuffer {
        guard skipped > 0 else { return bytes }
        var rest = bytes
        rest.moveReaderIndex(forwardBy: ends[min(skipped, ends.count) - 1])
        return rest
    }

    /// Lends the frames.
    func withBytes(_ body: (Bytes) -> Void) {
        bytes.withUnsafeReadableBytes { body(Bytes(all: $0, ends: ends)) }
    }

    /// The frames while they are lent: nothing is counted for them as they are handed on.
    struct Bytes {
        fileprivate let all: UnsafeRawBufferPointer
        fileprivate let ends: [Int]

        /// The frames behind the first `skipped`.
        func bytes(skipping skipped: Int) -> UnsafeRawBufferPointer {
            guard skipped > 0 else { return all }
            return UnsafeRawBufferPointer(rebasing: all[ends[min(skipped, ends.count) - 1]...])
        }
    }

    /// The same bytes, cut between frames into pieces that suit a write: of `bytesTarget` bytes and the
    /// rest of a frame, but for the last.
    func pieces(bytesTarget: Int) -> [ByteBuffer] {
        var pieces: [ByteBuffer] = []
        var start = 0
        for end in ends where end - start >= bytesTarget || end == ends.last {
            if let piece = bytes.getSlice(at: bytes.readerIndex + start, length: end - start) {
                pieces.append(piece)
            }
            start = end
        }
        return pieces
    }
}
