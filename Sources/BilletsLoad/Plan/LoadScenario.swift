/// What a load test does.
public enum LoadScenario: String, CaseIterable, Hashable, Sendable {
    /// Sockets that follow the board while nothing is sent: what holding them costs.
    case idle

    /// A few senders change tickets at a given rate, and every socket sees every change.
    case fanout

    /// As `fanout`; half-way all sockets vanish at once, and come back at once with `since`.
    case storm

    /// Agents look at the board, lock a ticket, edit it and unlock it.
    case board

    /// Senders that keep a window of unanswered commands full: how much can be written.
    case write

    /// Whether anybody changes tickets.
    public var hasSenders: Bool { self != .idle }

    /// Whether changes are made at a rate that does not depend on how fast they are answered.
    public var hasRate: Bool {
        switch self {
        case .fanout, .storm, .board: true
        case .idle, .write: false
        }
    }
}
