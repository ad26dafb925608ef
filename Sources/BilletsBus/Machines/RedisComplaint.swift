/// The reason why Redis cannot be used at the moment.
enum RedisComplaint: Error, Hashable {
    /// No connection was made; the text is that of the operating system or the resolver.
    case unreachable(String)

    /// It was connected to, but did not answer within this time.
    case silent(Duration)

    /// The connection ended.
    case lost(String)

    /// It has as many clients as its `maxclients` allows.
    case full

    /// It still loads its data set.
    case loading

    /// It accepts connections from its own machine only (protected mode).
    case protected

    /// It is a replica, or has no master: it accepts no publications.
    case readOnly(String)

    /// It is out of memory, cannot save to its disk, or is busy with a script; its answer.
    case impaired(String)

    /// It requires a password, and none was given.
    case passwordRequired

    /// It has no password configured for the user, and one was given.
    case passwordUnexpected

    /// It did not accept the user or the password; the first word of its answer.
    case passwordRefused(String)

    /// The user may not run a command or use a channel; its answer.
    case notPermitted(String)

    /// It refused a command for another reason; its answer.
    case refused(String)

    /// The server at that address is not Redis.
    case strange

    /// A probe did not come back within this time.
    case probeLate(Duration)

    /// The meaning of an error reply.
    ///
    /// Of an unknown answer to AUTH only the first word is kept: if AUTH has been renamed, Redis repeats the arguments of
    /// the command that it does not know.
    init(reply: String, authenticating: Bool = false) {
        let code = String(reply.prefix { $0 != " " })
        let words = String(reply.prefix(Self.replyCharactersMaximum))
        // The connection itself may be refused, with an error that comes in place of the first command's reply: so these
        // are told apart before it counts which command that was.
        switch code {
        case "ERR" where reply.hasPrefix("ERR max number of clients"): self = .full
        case "DENIED": self = .protected
        case "LOADING": self = .loading
        case "NOAUTH": self = .passwordRequired
        case "WRONGPASS": self = .passwordRefused(code)
        // "ERR AUTH <password> called without any password configured", before Redis 6 "ERR Client sent AUTH, but no
        // password is set".
        case "ERR" where authenticating && reply.contains("any password configured"),
            "ERR" where authenticating && reply.contains("no password is set"):
            self = .passwordUnexpected
        case _ where authenticating: self = .passwordRefused(code)
        case "NOPERM": self = .notPermitted(words)
        case "READONLY", "MASTERDOWN", "NOREPLICAS", "CLUSTERDOWN": self = .readOnly(words)
        case "OOM", "MISCONF", "BUSY": self = .impaired(words)
        default: self = .refused(words)
        }
    }

    /// The meaning of the end of a connection.
    ///
    /// hiredis reports an error reply to no command, such as the refusal of a connection, as the reason why it closed it;
    /// and bytes that are no reply as a protocol error.
    init(ending: String, wasConnected: Bool) {
        let code = ending.prefix { $0 != " " }
        let isReply = code.count > 2 && code.allSatisfy { $0.isASCII && $0.isUppercase }
        switch (wasConnected, isReply) {
        case (false, _): self = .unreachable(ending)
        case (true, true): self = Self(reply: ending)
        case (true, false) where ending.hasPrefix("Protocol error"): self = .strange
        case (true, false): self = .lost(ending)
        }
    }

    /// True if it lasts until a person has changed something.
    var needsPerson: Bool {
        switch self {
        case .unreachable, .silent, .lost, .full, .loading, .readOnly, .impaired, .refused,
            .probeLate:
            false
        case .protected, .passwordRequired, .passwordUnexpected, .passwordRefused, .notPermitted,
            .strange:
            true
        }
    }

    private static let replyCharactersMaximum = 200
}
