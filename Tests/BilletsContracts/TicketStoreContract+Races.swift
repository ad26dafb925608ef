import Billets
import BilletsWire
import Synchronization
import Testing

extension TicketStoreContract {
    /// Many at once.
    static let races: [StoreCheck] = [
        StoreCheck("Of many who want a lock at once, one gets it") { store in
            let ticket = try await store.create(by: .ada)
            let users = (0..<40).map { User(id: .random(), name: "Agent \($0)") }
            let answers = await race(users.map { ($0, .lock(ticket.id)) }, in: store)
            let winners = zip(users, answers).filter { (try? $0.1.get()) != nil }.map(\.0)
            #expect(winners.count == 1)
            #expect(try await store.ticket(ticket.id).lock?.holder == winners.first)
            #expect(codes(of: answers) == Array(repeating: .locked, count: 39))
        },
        StoreCheck("Of many who change the same version at once, one succeeds") { store in
            let ticket = try await store.create(by: .ada)
            let commands = (0..<40)
                .map { number in
                    (
                        User(id: .random(), name: "Agent \(number)"),
                        TicketCommand.update(
                            ticket.id,
                            version: 1,
                            TicketEdit(title: "Change \(number)")
                        )
                    )
                }
            let answers = await race(commands, in: store)
            #expect(codes(of: answers) == Array(repeating: .versionConflict, count: 39))
            #expect(try await store.ticket(ticket.id).version == 2)
        },
        StoreCheck("Commands are carried out in the order in which they were submitted") { store in
            let (numbers, continuation) = AsyncStream.makeStream(of: (Int, Int64).self)
            for place in 1...300 {
                let create = CommandRequest(
                    user: .ada,
                    requestID: .random(),
                    command: .create(TicketDraft(title: "Ticket \(place)"))
                )
                store.tickets.submit(create) { answer in
                    continuation.yield((place, (try? answer.get().ticket?.number) ?? 0))
                }
            }
            var answered = 0
            for await (place, number) in numbers {
                #expect(Int64(place) == number)
                answered += 1
                if answered == 300 { break }
            }
        },
        StoreCheck("Each taker gets the answers to its own commands, once and in order") { store in
            let takers = (0..<3).map { _ in CountingTaker() }
            for number in 0..<300 {
                let create = CommandRequest(
                    user: .ada,
                    requestID: .random(),
                    command: .create(TicketDraft(title: "Ticket \(number)"))
                )
                let address = AnswerAddress(takers[number % 3], UInt64(number))
                store.tickets.submit(create, answeringTo: address)
            }
            for (place, taker) in takers.enumerated() {
                #expect(await taker.first(100) == (0..<100).map { UInt64($0 * 3 + place) })
            }
        },
        StoreCheck("Revisions and numbers have no gap, however many create at once") { store in
            let commands = (0..<200)
                .map { (User.ada, TicketCommand.create(TicketDraft(title: "Ticket \($0)"))) }
            let answers = try await race(commands, in: store).map { try $0.get() }
            #expect(answers.map(\.revision).sorted() == (1...200).map { Revision($0) })
            #expect(answers.compactMap(\.ticket?.number).sorted() == Array(1...200))
            #expect(try await store.history().map(\.revision) == (1...200).map { Revision($0) })
        },
        StoreCheck("A snapshot is the state at exactly its revision, while commands flow") {
            store in
            var ids: [TicketID] = []
            for number in 1...5 { ids.append(try await store.create("T\(number)", by: .ada).id) }
            let tickets = ids
            let snapshots = try await withThrowingTaskGroup(of: [Snapshot].self) { group in
                for turn in 0..<4 {
                    group.addTask {
                        await work(on: tickets, turn: turn, in: store)
                        return []
                    }
                    group.addTask {
                        var taken: [Snapshot] = []
                        for _ in 0..<10 { taken.append(try await store.way(turn).snapshot()) }
                        return taken
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let history = try await store.history()
            let final = try await store.tickets.snapshot()
            #expect(final.cursor.revision == history.last?.revision)
            for snapshot in snapshots + [final] {
                var board = Board(cursor: snapshot.cursor, tickets: snapshot.tickets)
                for event in history.dropFirst(Int(snapshot.cursor.revision.number)) {
                    try board.apply(event)
                }
                let isSame = board == Board(cursor: final.cursor, tickets: final.tickets)
                #expect(isSame, "the events after \(snapshot.cursor.revision) lead elsewhere")
            }
        },
    ]

    /// The answers to commands that are all given at once, by all ways.
    private static func race(
        _ commands: [(User, TicketCommand)],
        in store: StoreUnderTest
    ) async -> [Result<Acceptance, Rejection>] {
        await withTaskGroup { group in
            for (turn, (user, command)) in commands.enumerated() {
                let request = CommandRequest(user: user, requestID: .random(), command: command)
                group.addTask { (turn, await store.way(turn).execute(request)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func codes(of answers: [Result<Acceptance, Rejection>]) -> [RejectionCode] {
        answers.compactMap { answer in
            switch answer {
            case .success: nil
            case .failure(let rejection): rejection.code
            }
        }
    }

    /// An agent who takes locks, changes tickets and makes new ones, some of it in vain.
    private static func work(
        on tickets: [TicketID],
        turn: Int,
        in store: StoreUnderTest
    ) async {
        let agent = User(id: .random(), name: "Agent \(turn)")
        for round in 0..<15 {
            let id = tickets[(turn + round) % tickets.count]
            let edit = TicketEdit(title: "Round \(round) of \(turn)")
            let commands: [TicketCommand] = [
                .lock(id), .update(id, version: Int64(1 + round / 2), edit), .unlock(id),
                .create(TicketDraft(title: "By agent \(turn)")),
            ]
            for command in commands {
                let request = CommandRequest(user: agent, requestID: nil, command: command)
                // Others may hold the lock or have been quicker: then this one is refused.
                _ = await store.way(turn).execute(request)
            }
        }
    }
}

/// Tells the numbers of the answers that it gets.
private final class CountingTaker: AnswerTaker {
    private let numbers = AsyncStream.makeStream(of: UInt64.self)

    func take(_ answers: [NumberedAnswer]) {
        for answer in answers { numbers.continuation.yield(answer.number) }
    }

    /// The numbers of the first answers, `count` of them.
    func first(_ count: Int) async -> [UInt64] {
        await numbers.stream.prefix(count).reduce(into: []) { $0.append($1) }
    }
}
