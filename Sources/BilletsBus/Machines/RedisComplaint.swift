/// Why Redis is of no use at the moment.
enum RedisComplaint: Error, Hashable {
    /// No connection came about; the operating system or the resolver says why.
    case unreachable(String)

    /// It was connected to, but did not answer within this time.
    case silent(Duration)

    /// The connection ended.
    case lost(String)

    /// It wants a password, and none was given.
    case passwordRequired

    /// It did not accept the user or the password; the first word of its answer.
    case passwordRefused(String)

    /// It refused a command; its answer.
    case refused(String)

    /// What answers there is not Redis.
    case strange

    /// A probe did not come back within this time.
    case probeLate(Duration)

    /// What an error reply means.
    ///
    /// Of an answer to AUTH only the first word is kept: where AUTH has been renamed, Redis repeats
    /// the arguments of the command that it does not know.
    init(reply: String, authenticating: Bool = false) {
        let code = String(reply.prefix { $0 != " " })
        switch code {
        case "WRONGPASS": self = .passwordRefused(code)
        case _ where authenticating: self = .passwordRefused(code)
        case "NOAUTH": self = .passwordRequired
        default: self = .refused(String(reply.prefix(Self.replyCharactersMaximum)))
        }
    }

    /// What the end of a connection means: hiredis reports an error reply that it expected no reply
    /// for, such as the refusal of a subscription, as the reason why it closed the connection.
    init(ending: String, wasConnected: Bool) {
        let code = ending.prefix { $0 != " " }
        let isReply = code.count > 2 && code.allSatisfy { $0.isASCII && $0.isUppercase }
        switch (wasConnected, isReply) {
        case (false, _): self = .unreachable(ending)
        case (true, true): self = Self(reply: ending)
        case (true, false): self = .lost(ending)
        }
    }

    /// Whether it will last until a person has done something.
    var needsPerson: Bool {
        switch self {
        case .unreachable, .silent, .lost, .refused, .probeLate: false
        case .passwordRequired, .passwordRefused, .strange: true
        }
    }

    /// The sentence for an operator.
    func sentence(about address: RedisAddress) -> String {
        switch self {
        case .unreachable(let reason): "\(address) cannot be reached: \(reason)."
        case .silent(let duration): "\(address) did not answer within \(duration)."
        case .lost(let reason): "The connection to \(address) ended: \(reason)."
        case .passwordRequired: "\(address) requires a password, and none was given."
        case .passwordRefused("ERR"):
            "\(address) refused to be given a password (ERR): it may have none configured."
        case .passwordRefused(let code):
            "\(address) refused the user or the password (\(code))."
        case .refused(let reply): "\(address) refused a command: \(reply)"
        case .strange: "What answers at \(address) is not Redis."
        case .probeLate(let duration):
            "A probe sent through \(address) did not come back within \(duration)."
        }
    }

    private static let replyCharactersMaximum = 200
}
