import Billets
import BilletsWire
import NIOCore

@testable import BilletsGateway

/// A database's history for tests of machines: as many events as are asked for, each with its own bytes.
struct History: Sendable {
    let epoch = Epoch.random()

    func cursor(_ revision: Int64) -> Cursor {
        Cursor(epoch: epoch, revision: Revision(revision))
    }

    func event(_ revision: Int64, payloadBytes: Int = 0) -> WireEvent {
        let text = String(revision)
        let padding = String(repeating: " ", count: max(0, payloadBytes - text.utf8.count))
        return WireEvent(cursor: cursor(revision), payload: Array((text + padding).utf8))
    }

    func events(_ revisions: ClosedRange<Int64>) -> [WireEvent] {
        revisions.map { event($0) }
    }

    /// What a store at `latest` answers.
    func page(
        after revision: Int64,
        latest: Int64,
        oldest: Int64 = 1,
        limit: Int = 1000
    ) -> EventPage {
        let first = max(revision + 1, oldest)
        let events = first <= latest ? Array(self.events(first...latest).prefix(limit)) : []
        return EventPage(
            latest: cursor(latest),
            oldestRetained: Revision(oldest),
            events: events
        )
    }

    func batch(_ revisions: ClosedRange<Int64>, payloadBytes: Int = 0) throws -> FrameBatch {
        let events = revisions.map { event($0, payloadBytes: payloadBytes) }
        guard let batch = FrameBatch(events, allocator: ByteBufferAllocator()) else {
            throw Rejection(.invalidMessage, "no batch of \(revisions)")
        }
        return batch
    }

    /// A snapshot of no tickets at `revision`.
    func snapshot(_ revision: Int64) -> EncodedSnapshot {
        EncodedSnapshot(
            Snapshot(cursor: cursor(revision), tickets: []),
            allocator: ByteBufferAllocator()
        )
    }
}
