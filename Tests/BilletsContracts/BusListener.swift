public import BilletsWire
import Synchronization

/// A gateway's ear in a test: takes down what a bus says, and lets a test wait for it.
public final class BusListener: Sendable {
    /// What has been heard so far, in order.
    public struct Heard: Sendable {
        /// The events.
        public internal(set) var events: [WireEvent] = []

        /// How many events each signal brought.
        public internal(set) var batchSizes: [Int] = []

        /// The changes of health.
        public internal(set) var healths: [DependencyHealth] = []

        /// What the bus last said of its health.
        public var health: DependencyHealth? {
            healths.last
        }

        /// Whether the last word was that the bus is unwell.
        public var isUnwell: Bool {
            if case .unwell = health { true } else { false }
        }
    }

    private struct Waiter {
        let condition: @Sendable (Heard) -> Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var heard = Heard()
        var waiters: [Int: Waiter] = [:]
        var waitersSoFar = 0
    }

    private let state = Mutex(State())

    /// An ear that has heard nothing.
    public init() {}

    /// What has been heard so far.
    public var heard: Heard {
        state.withLock { $0.heard }
    }

    /// Takes down a signal; to be handed to `EventBus.join`.
    public func receive(_ signal: BusSignal) {
        let satisfied = state.withLock { state in
            switch signal {
            case .events(let events):
                state.heard.events += events
                state.heard.batchSizes.append(events.count)
            case .health(let health):
                state.heard.healths.append(health)
            }
            let satisfied = state.waiters.filter { $1.condition(state.heard) }
            for number in satisfied.keys { state.waiters[number] = nil }
            return satisfied.values.map(\.continuation)
        }
        for continuation in satisfied { continuation.resume() }
    }

    /// Waits until what has been heard fulfils `condition`.
    ///
    /// - Parameters:
    ///   - expectation: what is waited for, in words.
    ///   - patience: after which the wait fails; no test depends on how long something takes.
    ///   - condition: judges all that has been heard so far.
    /// - Throws: `EventBusContractViolation` once the patience is at an end.
    public func wait(
        until expectation: String,
        patience: Duration = .seconds(60),
        _ condition: @escaping @Sendable (Heard) -> Bool
    ) async throws {
        let number = state.withLock { state in
            state.waitersSoFar += 1
            return state.waitersSoFar
        }
        // Ended by the `defer` below, or by itself.
        let alarm = Task {
            try await Task.sleep(for: patience)
            giveUp(number, expectation)
        }
        defer { alarm.cancel() }
        try await withCheckedThrowingContinuation { continuation in
            let isFulfilled = state.withLock { state in
                if condition(state.heard) { return true }
                state.waiters[number] = Waiter(condition: condition, continuation: continuation)
                return false
            }
            if isFulfilled { continuation.resume() }
        }
    }

    /// Waits until the bus says that it carries events.
    public func waitUntilWell() async throws {
        try await wait(until: "the bus is well") { $0.health == .well }
    }

    /// Waits until the bus says that it may lose events.
    public func waitUntilUnwell() async throws {
        try await wait(until: "the bus is unwell") { $0.isUnwell }
    }

    private func giveUp(_ number: Int, _ expectation: String) {
        let (waiter, heard) = state.withLock { state in
            (state.waiters.removeValue(forKey: number), state.heard)
        }
        waiter?.continuation.resume(
            throwing: EventBusContractViolation(
                """
                Waited in vain until \(expectation). Heard \(heard.events.count) events, \
                and of the health: \(heard.healths.suffix(3)).
                """
            )
        )
    }
}
