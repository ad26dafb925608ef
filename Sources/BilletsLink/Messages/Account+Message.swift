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
            isDisabled: message.isDisabled,
            generation: message.generation
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
        message.generation = generation
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
            password: password,
            expectedGeneration: message.hasGeneration ? message.generation : nil,
            endsTokens: message.endsTokens
        )
    }

    /// The edit of the account of `user` as the link carries it.
    func message(of user: UserID, by actor: SessionActor?) -> ProtoEditAccountRequest {
        var message = ProtoEditAccountRequest()
        message.userID = user.bytes
        if let actor { message.actor = actor.message }
        if let name { message.name = name }
        if let role { message.role = role.message }
        if let isDisabled { message.isDisabled = isDisabled }
        if let expectedGeneration { message.generation = expectedGeneration }
        message.endsTokens = endsTokens
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

extension SessionActor {
    /// Reads an actor.
    init(_ message: ProtoActor) throws(MessageFault) {
        self.init(
            user: try UserID(bytes: message.userID, field: "actor.user_id"),
            generation: message.generation
        )
    }

    /// The actor as the link carries it.
    var message: ProtoActor {
        var message = ProtoActor()
        message.userID = user.bytes
        message.generation = generation
        return message
    }
}

extension Revocation {
    /// Reads a revocation.
    init(_ message: ProtoRevocation) throws(MessageFault) {
        let scope: Scope =
            switch message.scope.scope {
            case .sessionID(let id): .session(try SessionID(bytes: id, field: "session_id"))
            case .userID(let id):
                .user(
                    try UserID(bytes: id, field: "user_id"),
                    generation: message.hasGeneration ? message.generation : 1
                )
            case nil:
                throw MessageFault("The scope is missing, or of a kind that is not known here.")
            }
        self.init(
            number: message.number,
            scope: scope,
            at: Timestamp(millisecondsSinceEpoch: message.atMilliseconds)
        )
    }

    /// The revocation as the link carries it.
    var message: ProtoRevocation {
        var message = ProtoRevocation()
        message.number = number
        message.atMilliseconds = at.millisecondsSinceEpoch
        switch scope {
        case .session(let id): message.scope.sessionID = id.bytes
        case .user(let id, let generation):
            message.scope.userID = id.bytes
            message.generation = generation
        }
        return message
    }
}
