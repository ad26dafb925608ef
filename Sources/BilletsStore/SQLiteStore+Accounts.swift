public import Billets
public import BilletsWire

extension SQLiteStore: AccountStore {
    /// The account that logs in with `email`, in whatever case and normalisation.
    ///
    /// Of two old accounts whose addresses differ in normalisation alone, the one whose address is spelled as typed.
    public func account(email: String) async throws(Rejection) -> Account? {
        try await database.read { database in
            let accounts = AccountTable(database: database)
            return try accounts.account(email: AccountLimits.verbatimEmail(email))
                ?? accounts.account(email: AccountLimits.canonicalEmail(email))
        }
    }

    /// The account of the user `id`.
    public func account(_ id: UserID) async throws(Rejection) -> Account? {
        try await database.read { try AccountTable(database: $0).account(id) }
    }

    /// All accounts, by e-mail.
    public func accounts() async throws(Rejection) -> [Account] {
        try await database.read { try AccountTable(database: $0).all() }
    }

    /// Adds an account.
    public func add(_ account: Account, by actor: SessionActor?) async throws(Rejection) {
        let email = try AccountLimits.email(account.email)
        let name = try AccountLimits.name(account.user.name)
        let clean = Account(
            user: User(id: account.user.id, name: name),
            email: email,
            role: account.role,
            passwordHash: account.passwordHash,
            isDisabled: account.isDisabled
        )
        let clock = clock
        try await database.write { database in
            let now = try clock.now(writing: database)
            let accounts = AccountTable(database: database)
            try accounts.check(actor)
            guard try accounts.account(email: email) == nil,
                try accounts.account(clean.user.id) == nil
            else {
                throw Rejection(takenEmail: email)
            }
            try accounts.insert(clean, at: now)
        }
    }

    /// Changes the account of the user `id`, and ends its sessions and API tokens if they must end.
    @discardableResult
    public func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account {
        let clock = clock
        return try await database.write { database in
            let now = try clock.now(writing: database)
            let accounts = AccountTable(database: database)
            try accounts.check(actor)
            guard let account = try accounts.account(id) else { throw Rejection(unknownUser: id) }
            let edited = try edit.applied(to: account)
            if edited.generation != account.generation {
                try RevocationTable(database: database)
                    .raiseGeneration(of: id, to: edited.generation, at: now)
            }
            if edit.endsTokens { try TokenTable(database: database).deleteAll(of: id) }
            try accounts.update(edited)
            return edited
        }
    }

    /// Ends one session, on every gateway, for good.
    public func revoke(_ session: SessionID) async throws(Rejection) {
        let clock = clock
        try await database.write { database in
            let now = try clock.now(writing: database)
            try RevocationTable(database: database).insert(session, at: now)
        }
    }

    /// The revocations after `number`, in order, one page: of each user the last one.
    public func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        try await database.read { try RevocationTable(database: $0).all(after: number) }
    }
}
