import Billets
import BilletsWire
import Testing

@testable import BilletsGateway

@Suite struct EventFeedTests {
    private let epoch = Epoch.random()

    private func cursor(_ revision: Int64) -> Cursor {
        Cursor(epoch: epoch, revision: Revision(revision))
    }

    private func events(_ revisions: ClosedRange<Int64>, bytes: Int = 10) -> [WireEvent] {
        revisions.map {
            WireEvent(cursor: cursor($0), payload: [UInt8](repeating: 0x78, count: bytes))
        }
    }

    private func revisions(_ answer: EventFeed.Answer) -> [Int64]? {
        guard case .events(let events) = answer else { return nil }
        return events.map(\.cursor.revision.number)
    }

    @Test("A follower is told what it has not seen, and nothing twice")
    func next() {
        let feed = EventFeed(at: cursor(4))
        #expect(feed.next(after: cursor(4)) == .upToDate)
        feed.append(events(5...7))
        feed.append(events(8...8))
        #expect(revisions(feed.next(after: cursor(4))) == [5, 6, 7, 8])
        #expect(revisions(feed.next(after: cursor(6))) == [7, 8])
        #expect(feed.next(after: cursor(8)) == .upToDate)
        #expect(feed.next(after: cursor(9)) == .upToDate, "another gateway may have heard of more")
    }

    @Test("What is older than the feed is to be asked for")
    func behind() {
        let feed = EventFeed(at: cursor(4))
        feed.append(events(5...7))
        #expect(feed.next(after: cursor(3)) == .behind)
        #expect(feed.next(after: cursor(0)) == .behind)
    }

    @Test("The feed keeps only so many events, and only so many bytes, but always the newest")
    func bounds() {
        let feed = EventFeed(at: cursor(0))
        feed.append(events(1...Int64(EventFeed.eventsMaximum) + 1))
        #expect(feed.next(after: cursor(0)) == .behind)
        #expect(revisions(feed.next(after: cursor(1)))?.count == EventFeed.eventsMaximum)
        let newest = Int64(EventFeed.eventsMaximum) + 2
        feed.append(events(newest...newest, bytes: EventFeed.bytesMaximum + 1))
        #expect(revisions(feed.next(after: cursor(newest - 1))) == [newest])
        #expect(feed.next(after: cursor(newest - 2)) == .behind)
    }

    @Test("Another history is told to everybody who comes from the old one")
    func anotherHistory() {
        let feed = EventFeed(at: cursor(4))
        feed.append(events(5...7))
        let other = Cursor(epoch: .random(), revision: Revision(2))
        feed.startOver(at: other)
        #expect(feed.next(after: cursor(7)) == .anotherHistory(other))
        #expect(feed.next(after: other) == .upToDate)
    }

    @Test("Whoever waits is woken by what comes, and does not wait for what has come already")
    func change() async {
        let feed = EventFeed(at: cursor(0))
        async let woken: Void = feed.change(after: cursor(0))
        feed.append(events(1...1))
        await woken
        await feed.change(after: cursor(0))
        async let old: Void = feed.change(after: cursor(1))
        feed.startOver(at: Cursor(epoch: .random(), revision: Revision(1)))
        await old
    }

    @Test("Only so many may follow, and whoever leaves makes room")
    func followers() {
        let feed = EventFeed(at: cursor(0))
        var all = (0..<EventFeed.followersMaximum).map { _ in feed.join() }
        #expect(all.allSatisfy { $0 != nil })
        #expect(feed.join() == nil)
        all.removeLast()
        #expect(feed.join() != nil)
        all.removeAll()
        #expect(feed.followers == 0)
    }
}
