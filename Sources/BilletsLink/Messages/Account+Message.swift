import Billets

extension Account {
    /// Reads an account; it must be there.
    init(_ message: ProtoAccount?) throws(MessageFault) {
        guard let message else { throw MessageFault("account is missing.") }
        self.init(
            user: try User(message.hasUser ? message.user : nil, field: "account.user"),
            email: message.email,
            role: try AccountRole(message.role),
            passwordHash: message.passwordHash,
            isDisabled: message.isDisabled
        )
    }

    /// The account as the link carries it.
    var message: ProtoAccount {
        var message = ProtoAccount()
        message.user = user.message
        message.email = email
        message.role = role.message
        message.passwordHash = passwordHash
        message.isDisabled = isDisabled
        return message
    }
}

extension AccountRole {
    /// Reads a role.
    init(_ message: ProtoAccountRole) throws(MessageFault) {
        switch message {
        case .agent: self = .agent
        case .admin: self = .admin
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("account.role \(message.rawValue) is none that is known here.")
        }
    }

    /// The role as the link carries it.
    var message: ProtoAccountRole {
        switch self {
        case .agent: .agent
        case .admin: .admin
        }
    }
}

extension AccountEdit {
    /// Reads an edit.
    init(_ message: ProtoEditAccountRequest) throws(MessageFault) {
        switch message.edit {
        case .passwordHash(let hash): self = .password(hash: hash)
        case .disable: self = .disable
        case nil: throw MessageFault("The edit is missing, or of a kind that is not known here.")
        }
    }

    /// The edit of the account `email` as the link carries it.
    func message(email: String) -> ProtoEditAccountRequest {
        var message = ProtoEditAccountRequest()
        message.email = email
        switch self {
        case .password(let hash): message.passwordHash = hash
        case .disable: message.disable = true
        }
        return message
    }
}

extension Revocation {
    /// Reads a revocation.
    init(_ message: ProtoRevocation) throws(MessageFault) {
        self.init(
            number: message.number,
            scope: try Scope(message.scope),
            at: Timestamp(millisecondsSinceEpoch: message.atMilliseconds)
        )
    }

    /// The revocation as the link carries it.
    var message: ProtoRevocation {
        var message = ProtoRevocation()
        message.number = number
        message.scope = scope.message
        message.atMilliseconds = at.millisecondsSinceEpoch
        return message
    }
}

extension Revocation.Scope {
    /// Reads a scope.
    init(_ message: ProtoRevocationScope) throws(MessageFault) {
        switch message.scope {
        case .sessionID(let id): self = .session(try SessionID(bytes: id, field: "session_id"))
        case .userID(let id): self = .user(try UserID(bytes: id, field: "user_id"))
        case nil: throw MessageFault("The scope is missing, or of a kind that is not known here.")
        }
    }

    /// The scope as the link carries it.
    var message: ProtoRevocationScope {
        var message = ProtoRevocationScope()
        switch self {
        case .session(let id): message.sessionID = id.bytes
        case .user(let id): message.userID = id.bytes
        }
        return message
    }
}
