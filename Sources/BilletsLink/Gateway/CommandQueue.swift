import Billets
import BilletsWire
import Synchronization

/// The commands of a gateway on their way to the store: what the outbox decides is done here.
///
/// Any thread submits; one task, the link's writer, takes batches out, and one, its reader, brings answers
/// in. No task is made for a command.
final class CommandQueue: Sendable {
    /// Whoever waits for the answer to a command.
    typealias Waiter = @Sendable (Result<Acceptance, Rejection>) -> Void

    private typealias Writer = CheckedContinuation<[NumberedCommand], Never>

    private struct State {
        var outbox: CommandOutbox<Waiter>
        var writer: Writer?

        /// The writer and what it goes on with, if it waits and there is something.
        mutating func wakeable(
            at now: ContinuousClock.Instant
        ) -> (Writer, [NumberedCommand])? {
            guard let writer else { return nil }
            let batch = outbox.nextBatch(at: now)
            guard !batch.isEmpty else { return nil }
            self.writer = nil
            return (writer, batch)
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
        let (refusal, wakeable) = state.withLock { state in
            let now = now()
            let refusal = state.outbox.submit(
                request,
                waiter: answer,
                at: now,
                makeRequestID: makeRequestID
            )
            return (refusal, state.wakeable(at: now))
        }
        if let (writer, batch) = wakeable { writer.resume(returning: batch) }
        if let refusal { answer(.failure(refusal)) }
    }

    /// Waits until there are commands to send; empty when the task was cancelled.
    func nextBatch() async -> [NumberedCommand] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                let wakeable = state.withLock { state -> (Writer, [NumberedCommand])? in
                    // A writer whose link was given up must not take what is for the next one.
                    guard !Task.isCancelled else { return (writer, []) }
                    state.writer = writer
                    return state.wakeable(at: now())
                }
                if let (writer, batch) = wakeable { writer.resume(returning: batch) }
            }
        } onCancel: {
            releaseWriter()
        }
    }

    /// The store has answered.
    func answered(_ answers: [(sequence: UInt64, result: Result<Acceptance, Rejection>)]) {
        let (waiters, wakeable) = state.withLock { state in
            let now = now()
            return (
                answers.map { state.outbox.answered($0.sequence, at: now) }, state.wakeable(at: now)
            )
        }
        if let (writer, batch) = wakeable { writer.resume(returning: batch) }
        for (waiter, answer) in zip(waiters, answers) { waiter?(answer.result) }
    }

    /// Commands can go.
    func linkUp() {
        let wakeable = state.withLock { state in
            state.outbox.linkUp()
            return state.wakeable(at: now())
        }
        if let (writer, batch) = wakeable { writer.resume(returning: batch) }
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

    private func releaseWriter() {
        state.withLock { $0.writer.take() }?.resume(returning: [])
    }
}
