public import Billets
public import BilletsWire

extension SQLiteStore: AccountStore {
    /// The account that logs in with `email`, in whatever case.
    public func account(email: String) async throws(Rejection) -> Account? {
        try await database.read { database in
            try AccountTable(database: database)
                .account(email: AccountLimits.canonicalEmail(email))
        }
    }

    /// All accounts, by e-mail.
    public func accounts() async throws(Rejection) -> [Account] {
        try await database.read { try AccountTable(database: $0).all() }
    }

    /// Adds an account.
    public func add(_ account: Account) async throws(Rejection) {
        let email = try AccountLimits.email(account.email)
        let name = try AccountLimits.name(account.user.name)
        let clean = Account(
            user: User(id: account.user.id, name: name),
            email: email,
            role: account.role,
            passwordHash: account.passwordHash,
            isDisabled: account.isDisabled
        )
        let now = clock.now()
        try await database.write { database in
            let accounts = AccountTable(database: database)
            guard try accounts.account(email: email) == nil,
                try accounts.account(clean.user.id) == nil
            else {
                throw Rejection(.invalidMessage, "There is an account for \(email) already.")
            }
            try accounts.insert(clean, at: now)
        }
    }

    /// Changes the account that logs in with `email`; disabling it also revokes all its sessions.
    public func edit(email: String, _ edit: AccountEdit) async throws(Rejection) {
        let email = AccountLimits.canonicalEmail(email)
        let now = clock.now()
        try await database.write { database in
            let accounts = AccountTable(database: database)
            guard var account = try accounts.account(email: email) else {
                throw Rejection(.notFound, "There is no account for \(email).")
            }
            switch edit {
            case .password(let hash):
                account.passwordHash = hash
            case .disable:
                account.isDisabled = true
                try RevocationTable(database: database).insert(.user(account.user.id), at: now)
            }
            try accounts.update(account)
        }
    }

    /// Ends sessions, on every gateway, for good.
    public func revoke(_ scope: Revocation.Scope) async throws(Rejection) {
        let now = clock.now()
        try await database.write { try RevocationTable(database: $0).insert(scope, at: now) }
    }

    /// The revocations after `number`, in order.
    public func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        try await database.read { try RevocationTable(database: $0).all(after: number) }
    }
}
