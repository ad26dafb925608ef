import Billets
import BilletsWire
import Synchronization

/// The commands of a gateway on their way to the store: what the outbox decides is done here.
///
/// Any thread submits; one task, the link's writer, takes batches out, and one, its reader, brings answers
/// in. No task is made for a command. The writer is told that there are commands, and takes what there is when it comes: by
/// then those that came with the first are there, too.
final class CommandQueue: Sendable {
    private typealias Writer = CheckedContinuation<Void, Never>

    private struct State {
        var outbox: CommandOutbox<AnswerAddress>
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
    func submit(_ request: CommandRequest, answeringTo address: AnswerAddress) {
        let (refusal, writer) = state.withLock { state in
            let refusal = state.outbox.submit(
                request,
                waiter: address,
                at: now(),
                makeRequestID: makeRequestID
            )
            return (refusal, state.wakeable())
        }
        writer?.resume()
        if let refusal { address.take(.failure(refusal)) }
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
    func answered(_ answers: [NumberedAnswer]) {
        let (settled, writer) = state.withLock { state in
            let now = now()
            let settled = answers.compactMap { answer in
                state.outbox.answered(answer.number, at: now).map { ($0, answer.result) }
            }
            return (settled, state.wakeable())
        }
        writer?.resume()
        AnswerAddress.deliver(settled)
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
        AnswerAddress.deliver(waiters.map { ($0, .failure(trouble.rejection)) })
    }

    /// Answers those who have waited for too long.
    func expire() {
        let (waiters, why) = state.withLock { $0.outbox.expire(at: now()) }
        AnswerAddress.deliver(waiters.map { ($0, .failure(why)) })
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
        AnswerAddress.deliver(waiters.map { ($0, .failure(LinkTrouble.stopped.rejection)) })
    }
}
