import Billets
import BilletsWire
import Synchronization

/// What other threads hand to the bus's own: who listens, what is to be sent, and that it should end.
final class BusInbox: Sendable {
    /// Who listens, and to what.
    struct Membership: Sendable {
        /// The database.
        let identity: StoreIdentity

        /// What takes signals.
        let receive: @Sendable (BusSignal) -> Void
    }

    /// What the bus's own thread finds when it has been woken.
    struct Contents {
        /// Who listens, once somebody does.
        let membership: Membership?

        /// Whether to end.
        let shouldStop: Bool

        /// How many events had to make room since the last time.
        let droppedFromQueue: Int
    }

    private enum Life {
        case fresh
        case running(WakeUp)
        case ended
    }

    private struct State {
        var life = Life.fresh
        var membership: Membership?
        var epoch: Epoch?
        var shouldStop = false
        var accepts = true
        var isRung = false
        var droppedFromQueue = 0
        var waiting: PublishQueue
        var statistics = RedisBusStatistics()
    }

    private let state: Mutex<State>

    /// An inbox of a bus that does not run yet.
    init(_ settings: RedisBusSettings) {
        let waiting = PublishQueue(
            eventsMaximum: settings.waitingEventsMaximum,
            bytesMaximum: settings.waitingBytesMaximum
        )
        state = Mutex(State(waiting: waiting))
    }

    /// What the bus has done so far.
    var statistics: RedisBusStatistics {
        state.withLock { $0.statistics }
    }

    // MARK: Any thread

    /// Somebody listens from now on.
    func join(_ membership: Membership) {
        state.withLock { state in
            precondition(state.membership == nil, "A bus is joined once.")
            state.membership = membership
            Self.ring(&state)
        }
    }

    /// Events of the history `epoch` are taken in from now on.
    func follow(_ epoch: Epoch) {
        state.withLock { $0.epoch = epoch }
    }

    /// `events` are to be sent.
    func publish(_ events: [WireEvent]) {
        state.withLock { state in
            guard state.accepts else {
                state.statistics.drop(events.count, because: .disconnected)
                return
            }
            let dropped = state.waiting.append(events)
            state.droppedFromQueue += dropped
            state.statistics.drop(dropped, because: .queueFull)
            Self.ring(&state)
        }
    }

    /// The bus is to end.
    func stop() {
        state.withLock { state in
            state.shouldStop = true
            Self.ring(&state)
        }
    }

    // MARK: The bus's own thread, and who starts it

    /// The bus begins to run, and is woken by `wakeUp`.
    func begin(_ wakeUp: WakeUp) {
        state.withLock { state in
            guard case .fresh = state.life else {
                preconditionFailure("A bus runs once.")
            }
            state.life = .running(wakeUp)
        }
    }

    /// The bus has ended: nothing is taken any more.
    func end() {
        state.withLock { state in
            state.life = .ended
            state.accepts = false
            state.statistics.drop(state.waiting.removeAll(), because: .disconnected)
        }
    }

    /// The history that is followed; nil for that of the membership.
    var epoch: Epoch? {
        state.withLock { $0.epoch }
    }

    /// Looks what is new; the next change rings again.
    func look() -> Contents {
        state.withLock { state in
            state.isRung = false
            defer { state.droppedFromQueue = 0 }
            return Contents(
                membership: state.membership,
                shouldStop: state.shouldStop,
                droppedFromQueue: state.droppedFromQueue
            )
        }
    }

    /// Takes out the oldest of what is to be sent.
    func take(count: Int, bytesMaximum: Int) -> [WireEvent] {
        state.withLock { $0.waiting.take(count: count, bytesMaximum: bytesMaximum) }
    }

    /// Whether events are worth keeping; if not, those that wait are dropped.
    func accept(_ accepts: Bool) {
        state.withLock { state in
            state.accepts = accepts
            guard !accepts else { return }
            state.statistics.drop(state.waiting.removeAll(), because: .disconnected)
        }
    }

    /// Counts.
    func count(_ change: (inout RedisBusStatistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    private static func ring(_ state: inout State) {
        guard case .running(let wakeUp) = state.life, !state.isRung else { return }
        state.isRung = true
        wakeUp.ring()
    }
}
