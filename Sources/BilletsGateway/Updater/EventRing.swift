package import Billets
package import BilletsWire
import DequeModule
import NIOCore

/// The last changes, framed, in memory: reconnecting clients are served from here, not from the store.
package struct EventRing {
    /// How many changes are kept, unless said otherwise.
    package static let eventsMaximum = 10_000

    private let eventsMaximum: Int
    private let bytesMaximum: Int
    private var batches: Deque<FrameBatch> = []
    private var events = 0
    private var bytes = 0

    /// An empty ring.
    init(eventsMaximum: Int = Self.eventsMaximum, bytesMaximum: Int = 64 * 1024 * 1024) {
        self.eventsMaximum = eventsMaximum
        self.bytesMaximum = bytesMaximum
    }

    /// Where a gateway begins that has `page` as its first word of the store: so far back that the ring is
    /// full, and clients that come back are served from it.
    package static func start(_ page: EventPage, eventsMaximum: Int = Self.eventsMaximum) -> Cursor
    {
        let oldest = page.oldestRetained.number - 1
        let back = page.latest.revision.number - Int64(eventsMaximum)
        return Cursor(epoch: page.latest.epoch, revision: Revision(max(oldest, back, 0)))
    }

    /// Keeps `batch`, which follows what is kept already, and forgets the oldest where it is too much.
    mutating func append(_ batch: FrameBatch) {
        batches.append(batch)
        events += batch.count
        bytes += batch.bytesKept
        while batches.count > 1, events > eventsMaximum || bytes > bytesMaximum {
            let oldest = batches.removeFirst()
            events -= oldest.count
            bytes -= oldest.bytesKept
        }
    }

    /// Forgets everything.
    mutating func removeAll() {
        self = EventRing(eventsMaximum: eventsMaximum, bytesMaximum: bytesMaximum)
    }

    /// The frames of all changes after `revision`, oldest first; nil if some are no longer kept.
    func frames(_ form: FrameForm = .plain, after revision: Revision) -> [ByteBuffer]? {
        guard let oldest = batches.first, let newest = batches.last,
            revision.next >= oldest.first, revision <= newest.last
        else { return nil }
        let start = firstIndex(endingAfter: revision)
        return batches[start...].map { $0.bytes(form, after: revision) }
    }

    /// The first batch whose last change is after `revision`, by bisection.
    private func firstIndex(endingAfter revision: Revision) -> Int {
        var low = batches.startIndex
        var high = batches.endIndex
        while low < high {
            let middle = (low + high) / 2
            if batches[middle].last > revision { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
