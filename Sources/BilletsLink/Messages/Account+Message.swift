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
        let password: PasswordEdit =
            switch message.password {
            case .changedHash(let hash): .changed(hash: hash)
            case .rehash(let rehash):
                .rehashed(hash: rehash.passwordHash, replacing: rehash.replacedHash)
            case nil: .unchanged
            }
        self.init(
            name: message.hasName ? message.name : nil,
            role: message.hasRole ? try AccountRole(message.role) : nil,
            isDisabled: message.hasIsDisabled ? message.isDisabled : nil,
            password: password
        )
    }

    /// The edit of the account of `user` as the link carries it.
    func message(of user: UserID) -> ProtoEditAccountRequest {
        var message = ProtoEditAccountRequest()
        message.userID = user.bytes
        if let name { message.name = name }
        if let role { message.role = role.message }
        if let isDisabled { message.isDisabled = isDisabled }
        switch password {
        case .unchanged: break
        case .changed(let hash): message.changedHash = hash
        case .rehashed(let hash, let old):
            message.rehash.passwordHash = hash
            message.rehash.replacedHash = old
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
