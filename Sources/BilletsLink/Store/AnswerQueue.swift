import Billets
import BilletsWire
import Synchronization

/// The answers of one stream on their way to its gateway: what the ledger decides is done here.
///
/// The store answers on any thread; one task, the stream's reader, takes commands in, and one, its writer,
/// takes batches of answers out.
final class AnswerQueue: Sendable {
    private typealias Reader = CheckedContinuation<Void, Never>
    private typealias Writer = CheckedContinuation<[AnswerLedger.Numbered]?, Never>

    private struct State {
        var ledger = AnswerLedger()
        var reader: Reader?
        var writer: Writer?

        /// Whoever can go on now, as something to do outside the lock.
        mutating func wake() -> Wake {
            var wake = Wake()
            if reader != nil, ledger.hasRoom { wake.reader = reader.take() }
            guard writer != nil else { return wake }
            switch ledger.turn() {
            case .wait: break
            case .end: wake.writer = writer.take().map { ($0, nil) }
            case .send(let batch): wake.writer = writer.take().map { ($0, batch) }
            }
            return wake
        }
    }

    private struct Wake {
        var reader: Reader?
        var writer: (Writer, [AnswerLedger.Numbered]?)?

        func perform() {
            reader?.resume()
            if let (writer, batch) = writer { writer.resume(returning: batch) }
        }
    }

    private let state = Mutex(State())

    /// Waits until the next batch of commands may be read.
    func room() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                change { $0.reader = reader }
                if Task.isCancelled { abandon() }
            }
        } onCancel: {
            abandon()
        }
    }

    /// A command came; says whether it is to be carried out.
    func takeIn() -> Bool {
        state.withLock { $0.ledger.takeIn() }
    }

    /// The store has answered.
    func answer(_ sequence: UInt64, _ result: Result<Acceptance, Rejection>) {
        change { $0.ledger.answer(sequence, result) }
    }

    /// Waits for answers to send; nil when the stream ends.
    ///
    /// By asking, the writer says that what it was handed before has been sent.
    func nextBatch() async -> [AnswerLedger.Numbered]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                change { state in
                    state.ledger.sent()
                    state.writer = writer
                }
                if Task.isCancelled { abandon() }
            }
        } onCancel: {
            abandon()
        }
    }

    /// Takes nothing more in, and ends when everything is answered.
    func drain() {
        change { $0.ledger.drain() }
    }

    /// Ends at once: the gateway is gone.
    func abandon() {
        change { $0.ledger.abandon() }
    }

    private func change(_ body: (inout State) -> Void) {
        let wake = state.withLock { state in
            body(&state)
            return state.wake()
        }
        wake.perform()
    }
}
