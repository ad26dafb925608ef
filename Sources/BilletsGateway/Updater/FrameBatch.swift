package import Billets
import BilletsWire
package import NIOCore

/// Consecutive changes as the very bytes that sockets are sent: framed once, shared by all.
package struct FrameBatch {
    /// The first change.
    package private(set) var first: Revision

    /// The frames of all changes, in order.
    private(set) var bytes: ByteBuffer

    /// Where the frame of each change ends in `bytes`, counted from its first byte.
    private var ends: [Int]

    /// The frames of `events`, which follow one another; nil if there is none.
    init?(_ events: [WireEvent], allocator: ByteBufferAllocator) {
        guard let first = events.first else { return nil }
        self.first = first.cursor.revision
        let capacity = events.reduce(0) {
            $0 + $1.payload.count + WebSocketFraming.headerBytesMaximum
        }
        bytes = allocator.buffer(capacity: capacity)
        ends = []
        ends.reserveCapacity(events.count)
        for event in events {
            WebSocketFraming.writeText(event.payload, into: &bytes)
            ends.append(bytes.readableBytes)
        }
    }

    /// The last change.
    package var last: Revision {
        Revision(first.number + Int64(ends.count) - 1)
    }

    /// How many changes it holds.
    var count: Int {
        ends.count
    }

    /// The frames of the changes after `revision`; all of them if it is before the first, none if it is the last.
    package func bytes(after revision: Revision) -> ByteBuffer {
        let skipped = Int(clamping: revision.distance(from: first) + 1)
        guard skipped > 0 else { return bytes }
        var rest = bytes
        rest.moveReaderIndex(forwardBy: ends[min(skipped, ends.count) - 1])
        return rest
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

    /// Adds the changes of a batch that follows this one.
    mutating func append(_ next: FrameBatch) {
        let offset = bytes.readableBytes
        ends.append(contentsOf: next.ends.map { $0 + offset })
        var more = next.bytes
        bytes.writeBuffer(&more)
    }
}
