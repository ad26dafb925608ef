import Billets
import BilletsWire
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("CatchUpPlanner")
struct CatchUpPlannerTests {
    private let history = History()
    private let questions = Questions()
    private var planner = CatchUpPlanner<SocketReference>()

    private func page(after revision: Int64, latest: Int64, oldest: Int64 = 1, limit: Int = 1000)
        -> Result<CatchUpPage, Rejection>
    {
        let page = history.page(after: revision, latest: latest, oldest: oldest, limit: limit)
        return .success(CatchUpPage(page, allocator: ByteBufferAllocator()))
    }

    @Test("Who has seen everything resumes, having missed nothing")
    mutating func upToDate() throws {
        let actions = planner.request(
            questions.since(history.cursor(5), 1),
            delivered: history.cursor(5)
        )
        #expect(
            try PlannedAction.of(actions) == [.frames(1, ["resumed 5 missed 0"], through: 5)]
        )
    }

    @Test("Who missed what is still in memory gets it at once, after the Resumed")
    mutating func fromRing() throws {
        planner.keep(try history.batch(1...3))
        planner.keep(try history.batch(4...5))
        let actions = planner.request(
            questions.since(history.cursor(2), 1),
            delivered: history.cursor(5)
        )
        #expect(
            try PlannedAction.of(actions)
                == [.frames(1, ["resumed 5 missed 3", "3", "4", "5"], through: 5)]
        )
    }

    @Test("Many who come back from the same place are told the same, also after more was delivered")
    mutating func sharedFrames() throws {
        planner.keep(try history.batch(1...5))
        for _ in 0..<2 {
            let actions = planner.request(
                questions.more(after: 3, 1),
                delivered: history.cursor(5)
            )
            #expect(try PlannedAction.of(actions) == [.frames(1, ["4", "5"], through: 5)])
        }
        planner.keep(try history.batch(6...6))
        let actions = planner.request(questions.more(after: 3, 2), delivered: history.cursor(6))
        #expect(try PlannedAction.of(actions) == [.frames(2, ["4", "5", "6"], through: 6)])
    }

    @Test("Who missed more than memory holds gets it page by page from the store")
    mutating func fromStore() throws {
        planner.keep(try history.batch(8...9))
        let delivered = history.cursor(9)
        let asked = planner.request(
            questions.since(history.cursor(2), 1),
            delivered: delivered
        )
        #expect(try PlannedAction.of(asked) == [.loadPage(after: 2)])
        let first = planner.pageLoaded(
            page(after: 2, latest: 9, limit: 3),
            after: Revision(2),
            delivered: delivered
        )
        #expect(
            try PlannedAction.of(first)
                == [.frames(1, ["resumed 9 missed 7", "3", "4", "5"], through: 5)]
        )
        let more = planner.request(questions.more(after: 5, 2), delivered: delivered)
        #expect(try PlannedAction.of(more) == [.loadPage(after: 5)])
        let second = planner.pageLoaded(
            page(after: 5, latest: 9, limit: 3),
            after: Revision(5),
            delivered: delivered
        )
        #expect(try PlannedAction.of(second) == [.frames(2, ["6", "7", "8"], through: 8)])
        let last = planner.request(questions.more(after: 8, 3), delivered: delivered)
        #expect(try PlannedAction.of(last) == [.frames(3, ["9"], through: 9)])
    }

    @Test("Those who need the same page share one question to the store")
    mutating func sharedPage() throws {
        let delivered = history.cursor(4)
        let first = planner.request(questions.since(history.cursor(2), 1), delivered: delivered)
        let second = planner.request(questions.more(after: 2, 2), delivered: delivered)
        #expect(try PlannedAction.of(first) == [.loadPage(after: 2)])
        #expect(try PlannedAction.of(second) == [])
        let loaded = planner.pageLoaded(
            page(after: 2, latest: 4),
            after: Revision(2),
            delivered: delivered
        )
        #expect(
            try PlannedAction.of(loaded) == [
                .frames(1, ["resumed 4 missed 2", "3", "4"], through: 4),
                .frames(2, ["3", "4"], through: 4),
            ]
        )
    }

    @Test("A page may hold more than was delivered: the stream goes on after it")
    mutating func pageAhead() throws {
        _ = planner.request(questions.more(after: 2, 1), delivered: history.cursor(4))
        let loaded = planner.pageLoaded(
            page(after: 2, latest: 6),
            after: Revision(2),
            delivered: history.cursor(4)
        )
        #expect(try PlannedAction.of(loaded) == [.frames(1, ["3", "4", "5", "6"], through: 6)])
    }

    @Test(
        "Who asks for what is no longer kept gets a snapshot; in the middle of an answer, a goodbye"
    )
    mutating func overtaken() throws {
        let delivered = history.cursor(9)
        _ = planner.request(questions.since(history.cursor(2), 1), delivered: delivered)
        _ = planner.request(questions.more(after: 2, 2), delivered: delivered)
        let loaded = planner.pageLoaded(
            page(after: 2, latest: 9, oldest: 4),
            after: Revision(2),
            delivered: delivered
        )
        #expect(try PlannedAction.of(loaded) == [.loadSnapshot, .overtaken(2)])
        let answer = planner.snapshotLoaded(.success(history.snapshot(9)), delivered: delivered)
        #expect(try PlannedAction.of(answer) == [.frames(1, ["all 9"], through: 9)])
    }

    @Test("A page that cannot be read is answered as unavailable")
    mutating func pageFails() throws {
        let delivered = history.cursor(9)
        _ = planner.request(questions.since(history.cursor(2), 1), delivered: delivered)
        let failed = planner.pageLoaded(
            .failure(Rejection(.unavailable, "Away.")),
            after: Revision(2),
            delivered: delivered
        )
        #expect(try PlannedAction.of(failed) == [.rejected(1, .unavailable)])
        let again = planner.request(questions.more(after: 2, 2), delivered: delivered)
        #expect(try PlannedAction.of(again) == [.loadPage(after: 2)])
    }
}
