/// How far a socket's life has come, and what it needs for that.
enum SocketPhase {
    /// The upgrade is not complete.
    case opening

    /// Messages come and go.
    case open(SocketOutlet)

    /// The gateway stops: the socket waits for the answers to its last commands, and takes no more.
    case leaving(SocketOutlet, sinceSecond: UInt32)

    /// A goodbye was sent.
    case closing(SocketOutlet, sinceSecond: UInt32)

    /// It is gone.
    case closed

    /// The way out, as long as messages may be sent.
    var outlet: SocketOutlet? {
        switch self {
        case .open(let outlet), .leaving(let outlet, _): outlet
        case .opening, .closing, .closed: nil
        }
    }

    /// The way out, also of a socket whose goodbye was sent.
    var channelOutlet: SocketOutlet? {
        switch self {
        case .open(let outlet), .leaving(let outlet, _), .closing(let outlet, _): outlet
        case .opening, .closed: nil
        }
    }

    /// Whether the client was told that the socket ends, or told us.
    var hasSaidGoodbye: Bool {
        switch self {
        case .closing, .closed: true
        case .opening, .open, .leaving: false
        }
    }

    /// How many bytes wait for a client that does not read fast enough.
    var unsentBytes: Int {
        guard let outlet, !outlet.isWritable else { return 0 }
        return outlet.unsentBytes
    }

    /// Whether messages come and go, and nobody has asked the socket to end.
    var isOpen: Bool {
        if case .open = self { true } else { false }
    }
}
