public import Billets
import FoundationEssentials

extension Account {
    /// The account as JSON, UTF-8, without what only the store may know.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.account(self)
        return writer.bytes
    }
}

extension [Account] {
    /// All accounts as JSON, UTF-8: `{"users":[…]}`.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("users")
            writer.array(self) { $0.account($1) }
        }
        return writer.bytes
    }

    /// Those to whom tickets can be assigned, as JSON, UTF-8: `{"assignees":[…]}`, by name.
    public func encodedAssignees() -> [UInt8] {
        var writer = JSONWriter()
        let people = filter { !$0.isDisabled }.map(\.user)
            .sorted { ($0.name, $0.id.description) < ($1.name, $1.id.description) }
        writer.object { writer in
            writer.key("assignees")
            writer.array(people) { $0.user($1) }
        }
        return writer.bytes
    }
}

extension APIToken {
    /// The token as JSON, UTF-8; `secret` is told once, when it is made.
    public func encoded(secret: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.members(of: self)
            writer.member("token", secret)
        }
        return writer.bytes
    }
}

extension [APIToken] {
    /// The tokens as JSON, UTF-8: `{"tokens":[…]}`.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("tokens")
            writer.array(self) { writer, token in
                writer.object { $0.members(of: token) }
            }
        }
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func account(_ account: Account) {
        object { writer in
            writer.member("id", account.user.id.description)
            writer.member("email", account.email)
            writer.member("name", account.user.name)
            writer.member("role", account.role.rawValue)
            writer.key("disabled")
            writer.boolean(account.isDisabled)
        }
    }

    fileprivate mutating func members(of token: APIToken) {
        member("id", token.id.description)
        member("owner", token.owner.description)
        member("name", token.name)
        key("scopes")
        array(APITokenScope.allCases.filter(token.scopes.contains)) { $0.string($1.rawValue) }
        member("createdAt", token.createdAt.rfc3339)
        member("expiresAt", token.expiresAt?.rfc3339)
    }
}

extension AccountDraft {
    /// Reads an account to be made from a request's body.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            AccountDraft(
                email: try fields.text("email"),
                name: try fields.text("name"),
                password: try fields.text("password"),
                role: fields.contains("role") ? try fields.choice("role") : nil
            )
        }
    }
}

extension AccountPatch {
    /// Reads a change of an account from a request's body.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            AccountPatch(
                name: fields.contains("name") ? try fields.text("name") : nil,
                role: fields.contains("role") ? try fields.choice("role") : nil,
                isDisabled: fields.contains("disabled") ? try fields.flag("disabled") : nil,
                password: fields.contains("password") ? try fields.text("password") : nil,
                endsTokens: fields.contains("endTokens") ? try fields.flag("endTokens") : false
            )
        }
    }
}

extension PasswordChange {
    /// Reads a change of passwords from a request's body.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            PasswordChange(
                currentPassword: try fields.text("currentPassword"),
                newPassword: try fields.text("newPassword"),
                endsTokens: fields.contains("endTokens") ? try fields.flag("endTokens") : false
            )
        }
    }
}

extension APITokenDraft {
    /// Reads a token to be made from a request's body.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            APITokenDraft(
                name: try fields.text("name"),
                expiresInDays: try fields.optionalWholeNumber(
                    "expiresInDays",
                    in: 1...APITokenDraft.daysMaximum
                ),
                scopes: fields.contains("scopes") ? try fields.choices("scopes") : .standard
            )
        }
    }
}
