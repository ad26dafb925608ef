import Billets
import BilletsWire
import Synchronization

/// The commands that wait for the store, each until its deadline.
final class CommandDeadlines: Sendable {
    /// Takes the answer to a command, once.
    typealias Answer = @Sendable (Result<Acceptance, Rejection>) -> Void

    /// The shortest time between two looks at the deadlines: so much too late somebody may be told.
    static let interval: Duration = .milliseconds(100)

    private let waiting: Mutex<WaitingAnswers<Answer>>

    /// No commands yet.
    init(_ patience: StorePatience) {
        waiting = Mutex(
            WaitingAnswers(
                patience: patience.command,
                waitersMaximum: patience.commandsMaximum
            )
        )
    }

    /// Lets a command wait; nil if too many do.
    func add(_ answer: @escaping Answer) -> UInt64? {
        waiting.withLock { $0.add(answer, at: .now) }
    }

    /// The store has answered: whoever still waits for it is told.
    func settle(_ answers: [NumberedAnswer]) {
        let waiters = waiting.withLock { waiting in answers.map { waiting.take($0.number) } }
        for (waiter, answer) in zip(waiters, answers) { waiter?(answer.result) }
    }

    /// Tells whoever has waited for too long, until the task is cancelled.
    func run() async {
        var look = ContinuousClock.now
        while (try? await Task.sleep(until: look, clock: .continuous)) != nil {
            let now = ContinuousClock.now
            let (late, next) = waiting.withLock {
                ($0.expire(at: now), $0.nextDeadline(after: now))
            }
            for answer in late { answer(.failure(.outcomeUnknown)) }
            look = max(next, now + Self.interval)
        }
    }
}
