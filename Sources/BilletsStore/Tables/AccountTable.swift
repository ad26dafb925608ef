import Billets
import GRDB

/// Who may log in.
struct AccountTable {
    /// Where the table is.
    let database: Database

    /// The account that logs in with `email`, which is in its canonical form.
    func account(email: String) throws -> Account? {
        let statement = try database.cachedStatement(sql: "\(Self.select) WHERE email = ?")
        return try Row.fetchOne(statement, arguments: [email]).map(Self.account)
    }

    /// The account of the user `id`.
    func account(_ id: UserID) throws -> Account? {
        let statement = try database.cachedStatement(sql: "\(Self.select) WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id.stored]).map(Self.account)
    }

    /// Checks that the session of `actor` has not ended; nil stands for an operator.
    ///
    /// - Throws: a `Rejection`, `forbidden`, if it has.
    func check(_ actor: SessionActor?) throws {
        guard let actor else { return }
        try actor.check(try account(actor.user))
    }

    /// All accounts, by e-mail.
    func all() throws -> [Account] {
        let statement = try database.cachedStatement(sql: "\(Self.select) ORDER BY email")
        return try Row.fetchAll(statement).map(Self.account)
    }

    /// Adds an account.
    func insert(_ account: Account, at now: Timestamp) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO users (id, email, name, role, password_hash, disabled, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [
                account.user.id.stored, account.email, account.user.name, account.role.rawValue,
                account.passwordHash, account.isDisabled, now.stored,
            ]
        )
    }

    /// Writes what an edit may change.
    func update(_ account: Account) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE users SET name = ?, role = ?, password_hash = ?, disabled = ? WHERE id = ?
                """
        )
        try statement.execute(
            arguments: [
                account.user.name, account.role.rawValue, account.passwordHash, account.isDisabled,
                account.user.id.stored,
            ]
        )
    }

    /// Brings addresses into their canonical form that were written before there was one.
    ///
    /// An address stays as it is if another account has its canonical form: both accounts have tickets, and nobody can say
    /// which one its owner means.
    func canonicalizeEmails() throws {
        for (id, email) in try uncanonicalEmails() {
            try database.execute(
                sql: "UPDATE OR IGNORE users SET email = ? WHERE id = ?",
                arguments: [email, id]
            )
        }
    }

    /// Returns true if `canonicalizeEmails` may have anything to do.
    func hasUncanonicalEmails() throws -> Bool {
        try !uncanonicalEmails().isEmpty
    }

    /// The canonical form of each address that has another form, with the user's id; ASCII has but one.
    private func uncanonicalEmails() throws -> [(id: String, email: String)] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT id, email FROM users WHERE length(CAST(email AS BLOB)) > length(email)"
        )
        return try rows.compactMap { row in
            let email: String = try row.value(1)
            let canonical = AccountLimits.canonicalEmail(email)
            guard !canonical.utf8.elementsEqual(email.utf8) else { return nil }
            return (id: try row.value(0), email: canonical)
        }
    }

    private static let select = """
        SELECT id, name, email, role, password_hash, disabled,
            coalesce((SELECT generation FROM account_generations WHERE user_id = users.id), 0)
        FROM users
        """

    private static func account(_ row: Row) throws -> Account {
        Account(
            user: try row.user(0),
            email: try row.value(2),
            role: try row.choice(3),
            passwordHash: try row.value(4),
            isDisabled: try row.value(5),
            generation: try row.value(6)
        )
    }
}
