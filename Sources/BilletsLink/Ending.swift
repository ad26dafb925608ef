import Synchronization

/// The moment at which something ends, once, for all who wait for it.
final class Ending: Sendable {
    private typealias Waiter = CheckedContinuation<Void, Never>

    private enum State {
        case ahead(waiters: [UInt64: Waiter], next: UInt64)
        case reached
    }

    private let state = Mutex(State.ahead(waiters: [:], next: 0))

    /// Whether it has ended.
    var isReached: Bool {
        state.withLock { state in
            if case .reached = state { true } else { false }
        }
    }

    /// Now it ends.
    func reach() {
        let waiters = state.withLock { state -> [UInt64: Waiter] in
            defer { state = .reached }
            guard case .ahead(let waiters, _) = state else { return [:] }
            return waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Waits for it, or until the task is cancelled.
    func wait() async {
        let id = state.withLock { state -> UInt64 in
            guard case .ahead(let waiters, let next) = state else { return 0 }
            state = .ahead(waiters: waiters, next: next + 1)
            return next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    guard case .ahead(var waiters, let next) = state, !Task.isCancelled else {
                        return true
                    }
                    waiters[id] = waiter
                    state = .ahead(waiters: waiters, next: next)
                    return false
                }
                if isOver { waiter.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard case .ahead(var waiters, let next) = state else { return nil }
                let waiter = waiters.removeValue(forKey: id)
                state = .ahead(waiters: waiters, next: next)
                return waiter
            }
            waiter?.resume()
        }
    }
}
