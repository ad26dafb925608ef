/// An agent at the board: looks, locks a ticket, edits it and unlocks it; then the next round.
///
/// A value without I/O.
public struct BoardAgent: Sendable {
    /// What the agent does next.
    public enum Action: Hashable, Sendable {
        /// Ask for the whole board.
        case look

        /// Lock the ticket.
        case lock

        /// Change the ticket against this version.
        case edit(version: Int64)

        /// Give the lock back.
        case unlock

        /// The round is over; it was due at this time.
        case done(due: UInt64)

        /// Somebody else had the ticket, or it could not be changed: the round is over without a change.
        case gaveUp
    }

    private enum State {
        case away
        case looking
        case locking(version: Int64)
        case editing
        case unlocking(hasEdited: Bool)
    }

    private var state = State.away
    private var due: UInt64 = 0
    private var seen: Int64?

    /// The ticket that this round is about, as a number among the run's tickets.
    public private(set) var ticket = 0

    /// An agent who is away.
    public init() {}

    /// Whether no round is under way.
    public var isAway: Bool {
        if case .away = state { true } else { false }
    }

    /// Begins a round, which was due at `due`, about `ticket`.
    public mutating func begin(ticket: Int, due: UInt64) -> Action {
        self.ticket = ticket
        self.due = due
        seen = nil
        state = .looking
        return .look
    }

    /// A part of the board has come, in which the ticket has this version, if it is in it; nil: nothing to do yet.
    public mutating func look(version: Int64?, more: Bool) -> Action? {
        guard case .looking = state else { return nil }
        if let version { seen = version }
        guard !more else { return nil }
        guard let seen else { return end(.gaveUp) }
        state = .locking(version: seen)
        return .lock
    }

    /// The command under way was carried out.
    public mutating func accept() -> Action? {
        switch state {
        case .away, .looking: return nil
        case .locking(let version):
            state = .editing
            return .edit(version: version)
        case .editing:
            state = .unlocking(hasEdited: true)
            return .unlock
        case .unlocking(let hasEdited):
            return end(hasEdited ? .done(due: due) : .gaveUp)
        }
    }

    /// The command under way changed nothing.
    public mutating func reject() -> Action? {
        switch state {
        case .away: return nil
        case .looking, .locking, .unlocking: return end(.gaveUp)
        case .editing:
            state = .unlocking(hasEdited: false)
            return .unlock
        }
    }

    private mutating func end(_ action: Action) -> Action {
        state = .away
        return action
    }
}
