import Billets
import BilletsWire
import Dispatch
import Synchronization

/// The answers to some commands, for a thread that waits for all of them.
final class BatchAnswers: Sendable {
    private let count: Int
    private let complete = DispatchSemaphore(value: 0)
    private let answers: Mutex<[Result<Acceptance, Rejection>]>

    /// So many answers are to come, at least one.
    init(count: Int) {
        self.count = count
        answers = Mutex([])
    }

    /// An answer came.
    func take(_ answer: Result<Acceptance, Rejection>) {
        let isLast = answers.withLock { answers in
            answers.append(answer)
            return answers.count == count
        }
        if isLast { complete.signal() }
    }

    /// All answers, in the order in which they came; blocks until then.
    ///
    /// - Throws: a `StoreStage.Fault` if one is a refusal, or if they do not come in time.
    func wait(seconds: Int) throws(StoreStage.Fault) -> [Acceptance] {
        guard complete.wait(timeout: .now() + .seconds(seconds)) == .success else {
            throw .unanswered
        }
        let answers = answers.withLock(\.self)
        var acceptances: [Acceptance] = []
        for answer in answers {
            switch answer {
            case .success(let acceptance): acceptances.append(acceptance)
            case .failure(let rejection): throw .refused(rejection)
            }
        }
        return acceptances
    }
}
