import Benchmark
import Billets
import BilletsWire

/// One transaction with so many commands, durable (`synchronous=FULL`), among a thousand tickets.
///
/// From the moment at which the writer may begin until all are answered.
enum CommitBenchmarks {
    private static let boardTickets = 1_000

    /// Names them.
    static func register() {
        for count in [1, 10, 100, 1_000] {
            commit("\(count) CreateTicket", count) { board, _, _ in .create(board.draft()) }
        }
        for count in [1, 10, 100, 1_000] {
            commit("\(count) UpdateTicket", count) { board, ticket, round in
                let edit = TicketEdit(description: board.text(words: 25), status: .blocked)
                return .update(ticket.id, version: ticket.version + round, edit)
            }
        }
        commit("100 UpdateTicket of a status", 100) { _, ticket, round in
            let status: TicketStatus = round.isMultiple(of: 2) ? .open : .closed
            return .update(ticket.id, version: ticket.version + round, TicketEdit(status: status))
        }
        commit("100 LockTicket", 100) { _, ticket, _ in .lock(ticket.id) }
    }

    /// Gives a `command` to each of `count` tickets, round after round; it is told which, the first being round 0.
    private static func commit(
        _ name: String,
        _ count: Int,
        _ command: @escaping (inout SampleBoard, Ticket, Int64) -> TicketCommand
    ) {
        let stage = StoreStage()
        var board = SampleBoard()
        var tickets: [Ticket] = []
        var round: Int64 = 0
        let configuration = Benchmark.Configuration(
            thresholds: Regression.thresholds(commands: count)
        )
        Benchmark("commit: \(name)", configuration: configuration) { benchmark in
            let user = board.agents[0]
            let requests = tickets.prefix(count)
                .map { ticket in
                    CommandRequest(
                        user: user,
                        requestID: board.identifier(),
                        command: command(&board, ticket, round)
                    )
                }
            round += 1
            try stage.commit(requests, measuredBy: benchmark)
        } setup: {
            try stage.open()
            let requests = (0..<boardTickets)
                .map { _ in
                    CommandRequest(
                        user: board.agent(),
                        requestID: board.identifier(),
                        command: .create(board.draft())
                    )
                }
            tickets = try stage.carryOut(requests).compactMap(\.ticket)
        } teardown: {
            try await stage.close()
        }
    }
}
