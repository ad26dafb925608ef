import Synchronization

/// Admits so many readers of lists at the same time, and the others in the order in which they came.
///
/// A search can take seconds. Without the gate a few of them would hold all connections for reading, on which
/// gateways wait for events and tickets.
final class ListingGate: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var runningCount = 0
        var waiters: [Waiter] = []
        var lastID: UInt64 = 0
    }

    private let runningMaximum: Int
    private let waitingMaximum: Int
    private let state = Mutex(State())

    /// A gate through which `runningMaximum` go at the same time, and at which `waitingMaximum` wait.
    init(runningMaximum: Int, waitingMaximum: Int) {
        precondition(runningMaximum >= 1 && waitingMaximum >= 0, "A gate lets something through.")
        self.runningMaximum = runningMaximum
        self.waitingMaximum = waitingMaximum
    }

    /// The number of those who wait.
    var waitingCount: Int { state.withLock { $0.waiters.count } }

    /// Waits for a turn, for as long as `limit`; who got one must `leave`.
    ///
    /// - Returns: false if too many wait already, if `limit` is over, or if the task is cancelled.
    func enter(within limit: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.turn() }
            group.addTask {
                // Ended by the cancellation below, if the turn comes first.
                try? await Task.sleep(for: limit)
                return false
            }
            let isFirst = await group.next() ?? false
            group.cancelAll()
            // A turn that came at the last moment counts.
            let isSecond = await group.next() ?? false
            return isFirst || isSecond
        }
    }

    /// Ends a turn; the next one begins.
    func leave() {
        let next = state.withLock { state -> Waiter? in
            guard !state.waiters.isEmpty else {
                state.runningCount -= 1
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }

    private func turn() async -> Bool {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    guard !Task.isCancelled else { return false }
                    if state.runningCount < runningMaximum {
                        state.runningCount += 1
                        return true
                    }
                    guard state.waiters.count < waitingMaximum else { return false }
                    state.waiters.append(Waiter(id: id, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
    }
}
