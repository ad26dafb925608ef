import Billets
import BilletsWire
import NIOCore
import Testing

@testable import BilletsGateway

@Suite("CatchUpPlanner, snapshots and clients that are ahead")
struct CatchUpPlannerSnapshotTests {
    private let history = History()
    private let questions = Questions()
    private let unavailable = Rejection(.unavailable, "Away.")
    private var planner = CatchUpPlanner<SocketReference>()

    @Test("Who asks for everything gets a snapshot that is exactly where the gateway stands")
    mutating func exact() throws {
        let delivered = history.cursor(5)
        let asked = planner.request(questions.snapshot(1), delivered: delivered)
        #expect(try PlannedAction.of(asked) == [.loadSnapshot])
        let answer = planner.snapshotLoaded(.success(history.snapshot(5)), delivered: delivered)
        #expect(try PlannedAction.of(answer) == [.frames(1, ["all 5"], through: 5)])
        let again = planner.request(questions.snapshot(2), delivered: delivered)
        #expect(try PlannedAction.of(again) == [.frames(2, ["all 5"], through: 5)])
    }

    @Test("What was delivered while a snapshot was read follows it")
    mutating func behind() throws {
        _ = planner.request(questions.snapshot(1), delivered: history.cursor(5))
        planner.keep(try history.batch(4...8))
        let answer = planner.snapshotLoaded(
            .success(history.snapshot(6)),
            delivered: history.cursor(8)
        )
        #expect(try PlannedAction.of(answer) == [.frames(1, ["all 6", "7", "8"], through: 8)])
    }

    @Test("What follows a snapshot, and is not in memory any more, comes from the store")
    mutating func behindMemory() throws {
        _ = planner.request(questions.snapshot(1), delivered: history.cursor(5))
        planner.keep(try history.batch(8...8))
        let delivered = history.cursor(8)
        let loading = planner.snapshotLoaded(.success(history.snapshot(6)), delivered: delivered)
        #expect(try PlannedAction.of(loading) == [.loadPage(after: 6)])
        let page = CatchUpPage(
            history.page(after: 6, latest: 8),
            allocator: ByteBufferAllocator()
        )
        let answer = planner.pageLoaded(.success(page), after: Revision(6), delivered: delivered)
        #expect(try PlannedAction.of(answer) == [.frames(1, ["all 6", "7", "8"], through: 8)])
    }

    @Test("A snapshot may be ahead of the gateway: the stream goes on after it")
    mutating func ahead() throws {
        _ = planner.request(questions.snapshot(1), delivered: history.cursor(5))
        let answer = planner.snapshotLoaded(
            .success(history.snapshot(7)),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(answer) == [.frames(1, ["all 7"], through: 7)])
    }

    @Test("Who asks while a snapshot is read gets the next one")
    mutating func nextSnapshot() throws {
        let delivered = history.cursor(5)
        _ = planner.request(questions.snapshot(1), delivered: delivered)
        #expect(
            try PlannedAction.of(planner.request(questions.snapshot(2), delivered: delivered)) == []
        )
        let first = planner.snapshotLoaded(.success(history.snapshot(5)), delivered: delivered)
        #expect(
            try PlannedAction.of(first) == [.frames(1, ["all 5"], through: 5), .loadSnapshot]
        )
        let second = planner.snapshotLoaded(.success(history.snapshot(6)), delivered: delivered)
        #expect(try PlannedAction.of(second) == [.frames(2, ["all 6"], through: 6)])
    }

    @Test("A snapshot that cannot be read is answered as unavailable, and the next one is tried")
    mutating func fails() throws {
        let delivered = history.cursor(5)
        _ = planner.request(questions.snapshot(1), delivered: delivered)
        _ = planner.request(questions.snapshot(2), delivered: delivered)
        let failed = planner.snapshotLoaded(.failure(unavailable), delivered: delivered)
        #expect(try PlannedAction.of(failed) == [.rejected(1, .unavailable), .loadSnapshot])
    }

    @Test("Who comes with another epoch gets a snapshot")
    mutating func foreignEpoch() throws {
        let asked = planner.request(
            questions.since(History().cursor(3), 1),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(asked) == [.loadSnapshot])
    }

    @Test("A snapshot of a history of which the gateway has not heard yet sends the client away")
    mutating func newEpoch() throws {
        _ = planner.request(questions.snapshot(1), delivered: history.cursor(5))
        let answer = planner.snapshotLoaded(
            .success(History().snapshot(2)),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(answer) == [.hurry, .overtaken(1)])
    }

    @Test("After the history has changed nothing of the old one is told")
    mutating func startsOver() throws {
        planner.keep(try history.batch(1...5))
        _ = planner.request(questions.snapshot(1), delivered: history.cursor(5))
        _ = planner.snapshotLoaded(.success(history.snapshot(5)), delivered: history.cursor(5))
        planner.startOver()
        let new = History()
        let asked = planner.request(questions.snapshot(2), delivered: new.cursor(5))
        #expect(try PlannedAction.of(asked) == [.loadSnapshot])
        let more = planner.request(questions.since(new.cursor(3), 3), delivered: new.cursor(5))
        #expect(try PlannedAction.of(more) == [.loadPage(after: 3)])
    }
}
