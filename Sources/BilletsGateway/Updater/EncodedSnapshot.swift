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

    /// Frames that tell all tickets at `cursor`.
    package init(cursor: Cursor, frames: [ByteBuffer]) {
        self.cursor = cursor
        self.frames = frames
    }

    /// Encodes `snapshot`.
    package init(
        _ snapshot: Snapshot,
        allocator: ByteBufferAllocator,
        frameBytesTarget: Int = Self.frameBytesTarget
    ) {
        cursor = snapshot.cursor
        let tickets = snapshot.tickets
        var frames: [ByteBuffer] = []
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
            frames.append(WebSocketFraming.text(message.encoded(), allocator: allocator))
            start = end
        } while start < tickets.endIndex
        self.frames = frames
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
