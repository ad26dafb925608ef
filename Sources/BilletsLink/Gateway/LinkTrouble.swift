import Billets

/// Why there is no link to the store at present.
enum LinkTrouble: Hashable {
    /// The first connection has not come about yet.
    case connecting

    /// It cannot be connected to, or went away; `cause` is for the log.
    case unreachable(cause: String)

    /// It is there and does not want this gateway, because it was given another secret.
    case refused(cause: String)

    /// This gateway stops.
    case stopped

    /// Why calls and commands fail meanwhile.
    var rejection: Rejection {
        switch self {
        case .connecting:
            Rejection(
                .unavailable,
                "The store cannot be reached yet: try again in a moment.",
                cause: "the link to the store has not been opened yet"
            )
        case .unreachable(let cause):
            Rejection(
                .unavailable,
                "The store cannot be reached now: try again in a moment.",
                cause: cause
            )
        case .refused(let cause):
            Rejection(
                .unavailable,
                "The store refuses this gateway, because its shared secret is wrong.",
                cause: cause
            )
        case .stopped:
            Rejection(
                .unavailable,
                "This gateway stops: try again on another one.",
                cause: "the link to the store was closed"
            )
        }
    }
}
