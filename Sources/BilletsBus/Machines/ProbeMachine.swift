/// Decides when to send a probe through Redis, and what its return, or its absence, proves.
///
/// A healthy TCP connection is no proof of delivery: only what came back was carried.
struct ProbeMachine {
    /// What follows.
    enum Action: Hashable {
        /// Publish the probe with this number.
        case send(UInt64)

        /// The probe is late: nothing is being carried.
        case giveUp
    }

    private enum State {
        case off
        case unproven(number: UInt64, deadline: ContinuousClock.Instant)
        case resting(until: ContinuousClock.Instant)
        case checking(number: UInt64, deadline: ContinuousClock.Instant)
    }

    private let interval: Duration
    private let patience: Duration
    private var state = State.off
    private var numbersUsed: UInt64 = 0

    /// Sends a probe each `interval`, and waits for it for `patience`.
    init(interval: Duration, patience: Duration) {
        self.interval = interval
        self.patience = patience
    }

    /// Whether probes are being sent.
    var isOn: Bool {
        if case .off = state { false } else { true }
    }

    /// Whether a probe has come back since `begin`.
    var isProven: Bool {
        switch state {
        case .off, .unproven: false
        case .resting, .checking: true
        }
    }

    /// When `tick` is to be called, if ever.
    var deadline: ContinuousClock.Instant? {
        switch state {
        case .off: nil
        case .resting(let moment), .unproven(_, let moment), .checking(_, let moment): moment
        }
    }

    /// Both connections are of use.
    mutating func begin(now: ContinuousClock.Instant) -> Action {
        numbersUsed += 1
        state = .unproven(number: numbersUsed, deadline: now.advanced(by: patience))
        return .send(numbersUsed)
    }

    /// A connection is of no more use.
    mutating func stop() {
        state = .off
    }

    /// The probe `number` came back; false if it is not the one that is waited for.
    mutating func returned(_ number: UInt64, now: ContinuousClock.Instant) -> Bool {
        switch state {
        case .unproven(number, _), .checking(number, _):
            state = .resting(until: now.advanced(by: interval))
            return true
        case .off, .resting, .unproven, .checking:
            return false
        }
    }

    /// Time has passed.
    mutating func tick(now: ContinuousClock.Instant) -> Action? {
        guard let deadline, now >= deadline else { return nil }
        switch state {
        case .off:
            return nil
        case .resting:
            numbersUsed += 1
            state = .checking(number: numbersUsed, deadline: now.advanced(by: patience))
            return .send(numbersUsed)
        case .unproven, .checking:
            state = .off
            return .giveUp
        }
    }
}
