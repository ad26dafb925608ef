import Billets
import BilletsWire
import Synchronization

/// The answers of one stream on their way to its gateway: what the ledger decides is done here.
///
/// The store answers on any thread; one task, the stream's reader, takes commands in, and one, its writer,
/// takes batches of answers out.
final class AnswerQueue: AnswerTaker {
    private typealias Waiter = CheckedContinuation<Void, Never>

    private struct State {
        var ledger = AnswerLedger()
        var reader: Waiter?
        var writer: Waiter?

        /// Whoever can go on now, as something to do outside the lock.
        mutating func wake() -> Wake {
            Wake(
                reader: ledger.hasRoom ? reader.take() : nil,
                writer: ledger.hasTurn ? writer.take() : nil
            )
        }
    }

    private struct Wake {
        let reader: Waiter?
        let writer: Waiter?

        func perform() {
            reader?.resume()
            writer?.resume()
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

    /// The store has answered the commands of these numbers.
    func take(_ answers: [NumberedAnswer]) {
        change { state in
            for answer in answers { state.ledger.answer(answer) }
        }
    }

    /// Waits for answers to send; nil when the stream ends.
    ///
    /// By asking, the writer says that what it was handed before has been sent.
    func nextBatch() async -> [NumberedAnswer]? {
        change { $0.ledger.sent() }
        while true {
            await turn()
            switch state.withLock({ $0.ledger.turn() }) {
            case .send(let batch): return batch
            case .end: return nil
            case .wait: continue
            }
        }
    }

    /// Waits until the writer has something to do.
    private func turn() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                change { $0.writer = writer }
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
