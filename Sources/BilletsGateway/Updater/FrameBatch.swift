package import Billets
package import BilletsWire
package import NIOCore

/// Consecutive changes as the very bytes that sockets are sent: framed once, compressed once, shared by all.
package struct FrameBatch {
    /// The first change.
    package private(set) var first: Revision

    /// When the last change was committed, by the database's clock; nil if its payload does not say.
    private(set) var committedAt: Timestamp?

    private var plain: FrameRun

    /// Nil where it would be the same: nothing was compressed.
    private var compressed: FrameRun?

    /// The frames of `events`, which follow one another, compressed too if there is a `compressor`; nil if there is
    /// no event.
    package init?(
        _ events: [WireEvent],
        allocator: ByteBufferAllocator,
        compressor: FrameCompressor? = nil
    ) {
        guard let first = events.first else { return nil }
        self.first = first.cursor.revision
        committedAt = events.last?.time
        let capacity = events.reduce(0) {
            $0 + $1.payload.count + WebSocketFraming.headerBytesMaximum
        }
        plain = FrameRun(capacity: capacity, count: events.count, allocator: allocator)
        for event in events {
            plain.append { WebSocketFraming.writeText(event.payload, into: &$0) }
        }
        guard let compressor else { return }
        // A little more than half of it remains, as a rule.
        var run = FrameRun(capacity: capacity * 3 / 4, count: events.count, allocator: allocator)
        var isCompressed = false
        for event in events where run.append({ compressor.writeText(event.payload, into: &$0) }) {
            isCompressed = true
        }
        if isCompressed { compressed = run }
    }

    /// The last change.
    package var last: Revision {
        Revision(first.number + Int64(plain.count) - 1)
    }

    /// How many changes it holds.
    var count: Int {
        plain.count
    }

    /// The frames of all changes, in order, as they are.
    var bytes: ByteBuffer {
        plain.bytes
    }

    /// How many bytes it keeps in memory, in both forms.
    var bytesKept: Int {
        plain.bytes.readableBytes + (compressed?.bytes.readableBytes ?? 0)
    }

    /// The frames of the changes after `revision`; all of them if it is before the first, none if it is the last.
    ///
    /// What was not compressed is the same in both forms: a socket that negotiated compression reads it, too.
    package func bytes(_ form: FrameForm = .plain, after revision: Revision) -> ByteBuffer {
        let skipped = skipped(after: revision)
        // Without copying the runs: this is done for each socket of each pass.
        switch form {
        case .plain: return plain.bytes(skipping: skipped)
        case .compressed:
            return compressed?.bytes(skipping: skipped) ?? plain.bytes(skipping: skipped)
        }
    }

    /// How many changes somebody need not be sent who has seen those up to `revision`.
    func skipped(after revision: Revision) -> Int {
        Int(clamping: revision.distance(from: first) + 1)
    }

    /// Lends the frames of all changes, as they are and as sockets read them that negotiated compression.
    func withFrames(_ body: (_ plain: FrameRun.Bytes, _ compressed: FrameRun.Bytes) -> Void) {
        plain.withBytes { plain in
            guard let compressed else { return body(plain, plain) }
            compressed.withBytes { body(plain, $0) }
        }
    }

    /// All frames, cut between frames into pieces that suit a write: of `bytesTarget` bytes and the rest of a frame,
    /// but for the last.
    func pieces(_ form: FrameForm = .plain, bytesTarget: Int) -> [ByteBuffer] {
        run(form).pieces(bytesTarget: bytesTarget)
    }

    /// Adds the changes of a batch that follows this one.
    mutating func append(_ next: FrameBatch) {
        if compressed != nil || next.compressed != nil {
            var joined = run(.compressed)
            compressed = nil
            joined.append(next.run(.compressed))
            compressed = joined
        }
        plain.append(next.plain)
        committedAt = next.committedAt
    }

    private func run(_ form: FrameForm) -> FrameRun {
        switch form {
        case .plain: plain
        case .compressed: compressed ?? plain
        }
    }
}
