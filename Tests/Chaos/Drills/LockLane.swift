import Billets
import BilletsLoad
import BilletsSeeds
import BilletsWire

/// One ticket whose lock is contested again and again, by one user at each gateway.
struct LockLane: Sendable {
    /// What became of the contests.
    struct Outcome: Sendable {
        /// How many there were.
        var contests = 0

        /// How often the lock was given.
        var taken = 0

        /// How often it was refused.
        var refused = 0

        /// Every command.
        var intents: [Intent] = []
    }

    /// The contestants' sockets.
    let clients: DrillClients

    /// Who they are.
    let users: [User]

    /// What they want.
    let ticket: TicketID

    /// How often.
    let contests: Int

    /// Tells when.
    let clock: RunClock

    /// Decides what winners do.
    var generator: SeededGenerator

    /// Carries the contests out, one after the other.
    func run() async throws -> Outcome {
        var generator = generator
        var outcome = Outcome()
        for _ in 0..<contests {
            let intents = await withTaskGroup { group in
                for index in clients.all.indices {
                    group.addTask { await send(.lockTicket(ticket), by: index) }
                }
                return await group.reduce(into: [Intent]()) { $0.append($1) }
            }
            outcome.contests += 1
            outcome.intents += intents
            for intent in intents {
                switch intent.outcome {
                case .accepted: outcome.taken += 1
                case .rejected: outcome.refused += 1
                case .unknown: break
                }
            }
            let winner = intents.compactMap { intent -> (Revision, UserID)? in
                if case .accepted(let revision, _) = intent.outcome {
                    (revision, intent.userID)
                } else {
                    nil
                }
            }.max { $0.0 < $1.0 }
            guard let winner, let index = users.firstIndex(where: { $0.id == winner.1 }) else {
                continue
            }
            switch Int.random(in: 0..<10, using: &generator) {
            case 0, 1:
                // It runs out, at the latest in a second.
                let (revision, ticket) = (winner.0, ticket)
                try await clients.all[index].wait(
                    "the end of the lock",
                    patience: LockDrill.expiryPatience
                ) {
                    $0.hasEnded
                        || $0.cursor.map { $0.revision >= revision } ?? false
                            && $0.board?.tickets[ticket]?.lock == nil
                }
            case 2:
                // It is left alone: the next contest is for a lock that is held.
                break
            default:
                outcome.intents.append(await send(.unlockTicket(ticket), by: index))
            }
        }
        return outcome
    }

    private func send(_ message: ClientMessage, by index: Int) async -> Intent {
        var intent = Intent(
            requestID: .random(),
            userID: users[index].id,
            message: message,
            sentAt: clock.elapsed
        )
        intent.attempts = 1
        let answer = try? await clients.all[index].command(
            message,
            requestID: intent.requestID,
            patience: DrillClients.patience
        )
        intent.answeredAt = clock.elapsed
        switch answer {
        case .accepted(let revision, let ticket): intent.outcome = .accepted(revision, ticket)
        case .rejected(let rejection) where rejection.code != .unavailable:
            intent.outcome = .rejected(rejection.code)
        case .rejected, nil: intent.attemptsUnknown = 1
        }
        return intent
    }
}
