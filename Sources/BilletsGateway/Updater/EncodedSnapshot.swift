package import Billets
package import BilletsWire
package import NIOCore

/// All tickets at one revision as the frames that answer a GetTickets: encoded once, shared by all who
/// ask.
package struct EncodedSnapshot: Sendable {
    /// How many bytes of tickets one frame holds, roughly: the first frame is on its way while the
    /// last is not yet asked for.
    package static let frameBytesTarget = 64 * 1024

    /// Where it was taken.
    package let cursor: Cursor

    /// The `AllTickets` frames, at least one.
    package let frames: [ByteBuffer]

    /// The same frames compressed, those that are large; nil if nobody wanted them when they were made.
    private let compressedFrames: [ByteBuffer]?

    /// Frames that tell all tickets at `cursor`.
    package init(cursor: Cursor, frames: [ByteBuffer]) {
        self.cursor = cursor
        self.frames = frames
        compressedFrames = nil
    }

    /// Encodes `snapshot`, and compresses it too if there is a `compressor`.
    package init(
        _ snapshot: Snapshot,
        allocator: ByteBufferAllocator,
        compressor: FrameCompressor? = nil,
        frameBytesTarget: Int = Self.frameBytesTarget
    ) {
        cursor = snapshot.cursor
        let tickets = snapshot.tickets
        var frames: [ByteBuffer] = []
        var compressedFrames: [ByteBuffer] = []
        var start = tickets.startIndex
        repeat {
            let end = Self.end(
                ofFrameAt: start,
                in: tickets,
                frameBytesTarget: frameBytesTarget
            )
            let message = ServerMessage.allTickets(
                cursor: snapshot.cursor,
                tickets: tickets[start..<end],
                more: end < tickets.endIndex
            )
            let payload = message.encoded()
            let frame = WebSocketFraming.text(payload, allocator: allocator)
            frames.append(frame)
            if let compressor {
                var compressed = allocator.buffer(capacity: 0)
                let isCompressed = compressor.writeText(payload, into: &compressed)
                compressedFrames.append(isCompressed ? compressed : frame)
            }
            start = end
        } while start < tickets.endIndex
        self.frames = frames
        self.compressedFrames = compressor == nil ? nil : compressedFrames
    }

    /// Whether it is at hand in this form.
    func suits(_ form: FrameForm) -> Bool {
        form == .plain || compressedFrames != nil
    }

    /// Its frames in this form, or as they are: whoever negotiated compression reads them, too.
    func frames(_ form: FrameForm) -> [ByteBuffer] {
        switch form {
        case .plain: frames
        case .compressed: compressedFrames ?? frames
        }
    }

    private static func end(
        ofFrameAt start: Int,
        in tickets: [Ticket],
        frameBytesTarget: Int
    ) -> Int {
        var end = start
        var bytes = 0
        while end < tickets.endIndex, bytes < frameBytesTarget {
            // Besides its texts a ticket takes some 500 bytes of keys, ids and times.
            bytes += tickets[end].description.utf8.count + tickets[end].title.utf8.count + 500
            end += 1
        }
        return end
    }
}
