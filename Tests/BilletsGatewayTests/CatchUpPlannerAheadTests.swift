import Billets
import BilletsWire
import Testing

@testable import BilletsGateway

@Suite("CatchUpPlanner, clients that have seen more than the gateway")
struct CatchUpPlannerAheadTests {
    private let history = History()
    private let questions = Questions()
    private var planner = CatchUpPlanner<SocketReference>()

    @Test("A client that has seen more waits until the gateway has caught up, and then resumes")
    mutating func catchesUp() throws {
        let asked = planner.request(
            questions.since(history.cursor(7), 1),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(asked) == [.hurry])
        planner.storeAsked()
        planner.keep(try history.batch(6...8))
        let answer = planner.storeAnswered(
            latest: history.cursor(8),
            delivered: history.cursor(8)
        )
        #expect(
            try PlannedAction.of(answer) == [.frames(1, ["resumed 8 missed 1", "8"], through: 8)]
        )
    }

    @Test("While the gateway is still behind what the client has seen, it asks on")
    mutating func stillBehind() throws {
        _ = planner.request(questions.since(history.cursor(7), 1), delivered: history.cursor(2))
        planner.storeAsked()
        let answer = planner.storeAnswered(
            latest: history.cursor(9),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(answer) == [.hurry])
    }

    @Test("A client that has seen more than the database itself holds gets a snapshot")
    mutating func aheadOfDatabase() throws {
        _ = planner.request(questions.since(history.cursor(7), 1), delivered: history.cursor(5))
        planner.storeAsked()
        let answer = planner.storeAnswered(
            latest: history.cursor(5),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(answer) == [.loadSnapshot])
    }

    @Test("An answer to an older question does not prove that a client is ahead of the database")
    mutating func olderQuestion() throws {
        planner.storeAsked()
        _ = planner.request(questions.since(history.cursor(7), 1), delivered: history.cursor(5))
        let older = planner.storeAnswered(
            latest: history.cursor(5),
            delivered: history.cursor(5)
        )
        #expect(try PlannedAction.of(older) == [])
        planner.storeAsked()
        planner.keep(try history.batch(6...7))
        let newer = planner.storeAnswered(
            latest: history.cursor(7),
            delivered: history.cursor(7)
        )
        #expect(try PlannedAction.of(newer) == [.frames(1, ["resumed 7 missed 0"], through: 7)])
    }

    @Test("When the store cannot be asked, all who wait for it are told")
    mutating func storeFails() throws {
        _ = planner.request(questions.since(history.cursor(7), 1), delivered: history.cursor(5))
        planner.storeAsked()
        _ = planner.request(questions.since(history.cursor(8), 2), delivered: history.cursor(5))
        let rejection = Rejection(.unavailable, "Away.")
        let answers = planner.storeFailed(rejection)
        #expect(
            try PlannedAction.of(answers) == [
                .rejected(1, .unavailable), .rejected(2, .unavailable),
            ]
        )
        #expect(try PlannedAction.of(planner.storeFailed(rejection)) == [])
    }

    @Test("When the history changes meanwhile, who waits gets a snapshot")
    mutating func epochChanges() throws {
        _ = planner.request(questions.since(history.cursor(7), 1), delivered: history.cursor(5))
        planner.storeAsked()
        planner.startOver()
        let new = History()
        let answer = planner.storeAnswered(latest: new.cursor(9), delivered: new.cursor(9))
        #expect(try PlannedAction.of(answer) == [.loadSnapshot])
    }
}
