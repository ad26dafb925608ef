import Billets
import BilletsWire
import Synchronization

/// The commands of a gateway on their way to the store: what the outbox decides is done here.
///
/// Any thread submits; one task, the link's writer, takes batches out, and one, its reader, brings answers
/// in. No task is made for a command. The writer is told that there are commands, and takes what there is when it comes: by
/// then those that came with the first are there, too.
final class CommandQueue: Sendable {
    /// Whoever waits for the answer to a command.
    typealias Waiter = @Sendable (Result<Acceptance, Rejection>) -> Void

    private typealias Writer = CheckedContinuation<Void, Never>

    private struct State {
        var outbox: CommandOutbox<Waiter>
        var writer: Writer?

        /// The writer, if it waits and there is something to send.
        mutating func wakeable() -> Writer? {
            outbox.hasBatch ? writer.take() : nil
        }
    }

    private let state: Mutex<State>
    private let now: @Sendable () -> ContinuousClock.Instant
    private let makeRequestID: @Sendable () -> RequestID

    /// A queue without commands, whose link is down.
    init(
        patience: Duration,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        makeRequestID: @escaping @Sendable () -> RequestID = { .random() }
    ) {
        state = Mutex(State(outbox: CommandOutbox(patience: patience)))
        self.now = now
        self.makeRequestID = makeRequestID
    }

    /// How long the store has said nothing, although something is under way; nil if nothing is.
    var silence: Duration? { state.withLock { $0.outbox.silence(at: now()) } }

    /// Whether nobody waits for an answer.
    var isEmpty: Bool { state.withLock { $0.outbox.isEmpty } }

    /// Takes a command in, or answers at once why not.
    func submit(_ request: CommandRequest, answer: @escaping Waiter) {
        let (refusal, writer) = state.withLock { state in
            let refusal = state.outbox.submit(
                request,
                waiter: answer,
                at: now(),
                makeRequestID: makeRequestID
            )
            return (refusal, state.wakeable())
        }
        writer?.resume()
        if let refusal { answer(.failure(refusal)) }
    }

    /// Waits until there are commands to send; empty when the task was cancelled.
    func nextBatch() async -> [NumberedCommand] {
        while !Task.isCancelled {
            // A writer whose link was given up must not take what is for the next one.
            let batch = state.withLock { Task.isCancelled ? [] : $0.outbox.nextBatch(at: now()) }
            if !batch.isEmpty { return batch }
            await turn()
        }
        return []
    }

    /// Waits until there is something to send, or until the task is cancelled.
    private func turn() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                let wakeable = state.withLock { state -> Writer? in
                    guard !Task.isCancelled else { return writer }
                    state.writer = writer
                    return state.wakeable()
                }
                wakeable?.resume()
            }
        } onCancel: {
            state.withLock { $0.writer.take() }?.resume()
        }
    }

    /// The store has answered.
    func answered(_ answers: [(sequence: UInt64, result: Result<Acceptance, Rejection>)]) {
        let (waiters, writer) = state.withLock { state in
            let now = now()
            let waiters = answers.map { state.outbox.answered($0.sequence, at: now) }
            return (waiters, state.wakeable())
        }
        writer?.resume()
        for (waiter, answer) in zip(waiters, answers) { waiter?(answer.result) }
    }

    /// Commands can go.
    func linkUp() {
        let writer = state.withLock { state in
            state.outbox.linkUp()
            return state.wakeable()
        }
        writer?.resume()
    }

    /// The link is down; its writer has ended.
    func linkDown(_ trouble: LinkTrouble) {
        let waiters = state.withLock { $0.outbox.linkDown(trouble) }
        for waiter in waiters { waiter(.failure(trouble.rejection)) }
    }

    /// Answers those who have waited for too long.
    func expire() {
        let (waiters, why) = state.withLock { $0.outbox.expire(at: now()) }
        for waiter in waiters { waiter(.failure(why)) }
    }

    /// Takes no further command in.
    func closeDoor() {
        state.withLock { $0.outbox.closeDoor() }
    }

    /// Takes no further command in, and answers those who still wait.
    func close() {
        let waiters = state.withLock { state in
            state.outbox.closeDoor()
            return state.outbox.takeAll()
        }
        for waiter in waiters { waiter(.failure(LinkTrouble.stopped.rejection)) }
    }
}
