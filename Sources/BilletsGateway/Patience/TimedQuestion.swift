import Billets
import Synchronization

/// A question whose answer is waited for only so long.
final class TimedQuestion<Answer: Sendable>: Sendable {
    private typealias Outcome = Result<Answer, Rejection>

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
    }

    private let state = Mutex(State.open)

    /// Asks, and waits for `patience` at most, or until the task is cancelled.
    ///
    /// - Parameters:
    ///   - patience: how long to wait.
    ///   - question: what is asked; it is cancelled when nobody waits any more, and may go on all the same.
    ///   - ended: is called when the question has ended, whether or not anybody still waited.
    /// - Returns: the answer.
    /// - Throws: what the question throws, or `unavailable` if it did not end in time.
    static func answer(
        within patience: Duration,
        to question: @escaping @Sendable () async throws -> Answer,
        ended: @escaping @Sendable () -> Void
    ) async throws(Rejection) -> Answer {
        let timed = TimedQuestion()
        // Ends with the question, which the store answers or refuses at some time.
        let asking = Task {
            timed.settle(await outcome(of: question))
            ended()
        }
        // Ends after `patience`, or when it is cancelled below.
        let alarm = Task {
            if (try? await Task.sleep(for: patience)) != nil { timed.settle(.failure(.storeLate)) }
        }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { timed.wait($0) }
        } onCancel: {
            timed.settle(.failure(.storeLate))
        }
        alarm.cancel()
        asking.cancel()
        return try answer.get()
    }

    private static func outcome(of question: () async throws -> Answer) async -> Outcome {
        do {
            return .success(try await question())
        } catch let rejection as Rejection {
            return .failure(rejection)
        } catch {
            return .failure(.storeLate)
        }
    }

    private func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
        let outcome = state.withLock { state -> Outcome? in
            if case .settled(let outcome) = state { return outcome }
            state = .awaited(continuation)
            return nil
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    private func settle(_ outcome: Outcome) {
        let waiting = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            switch state {
            case .settled:
                return nil
            case .open:
                state = .settled(outcome)
                return nil
            case .awaited(let continuation):
                state = .settled(outcome)
                return continuation
            }
        }
        waiting?.resume(returning: outcome)
    }
}
