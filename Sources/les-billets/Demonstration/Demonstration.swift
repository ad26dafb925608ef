import Billets
import BilletsWire

/// The users and tickets that a demonstration begins with.
struct Demonstration: Sendable {
    /// The password of its users.
    static let password = "demo-password"

    /// Where the tickets go.
    let tickets: any TicketStore

    /// Where the users go.
    let accounts: any AccountStore

    /// Does to the database what the policy says: adds the demonstration, or sees that its users are not reachable.
    ///
    /// - Throws: a `Complaint` if the policy forbids it, or a `Rejection` if the database cannot be read or written.
    func apply(_ policy: DemonstrationPolicy) async throws {
        if policy.isAdded { try await add() }
        if let host = policy.closedHost { try await requirePrivatePasswords(at: host) }
    }

    /// Adds the users that are missing, and the tickets if there are none at all.
    ///
    /// - Throws: a `Complaint` if users are missing and the database has others.
    func add() async throws {
        try await requireOwnDatabase()
        var users: [DemonstrationUser: User] = [:]
        for user in DemonstrationUser.allCases { users[user] = try await account(of: user).user }
        guard try await tickets.snapshot().tickets.isEmpty else { return }
        for ticket in DemonstrationTicket.all {
            guard let author = users[ticket.author] else { continue }
            let draft = TicketDraft(
                title: ticket.title,
                description: ticket.description,
                status: ticket.status,
                priority: ticket.priority,
                assignee: ticket.assignee.flatMap { users[$0]?.id }
            )
            let request = CommandRequest(user: author, requestID: nil, command: .create(draft))
            _ = try await tickets.execute(request).get()
        }
    }

    /// Sees that no administrator with a published password comes into a database of others.
    private func requireOwnDatabase() async throws {
        let emails = Set(try await accounts.accounts().map(\.email))
        let own = Set(DemonstrationUser.allCases.map(\.email))
        guard emails.isSuperset(of: own) || emails.isSubset(of: own) else {
            throw Complaint(
                "The database has users already, and the demonstration would bring an administrator whose password "
                    + "is published: leave it out with --no-demo, or use another database."
            )
        }
    }

    /// Sees that no user who can log in has the published password, since other machines reach `host`.
    private func requirePrivatePasswords(at host: String) async throws {
        var emails: [String] = []
        for user in DemonstrationUser.allCases {
            guard let account = try await accounts.account(email: user.email),
                !account.isDisabled,
                try await PasswordSource.isHash(account.passwordHash, of: Self.password)
            else { continue }
            emails.append(user.email)
        }
        guard emails.isEmpty else {
            throw Complaint(
                "The password of \(emails.joined(separator: ", ")) is published, since the demonstration brought it, "
                    + "and other machines reach \(host): change it with `les-billets user passwd`, shut these users out "
                    + "with `les-billets user disable`, or add --public-demo if anybody may use this database."
            )
        }
    }

    private func account(of user: DemonstrationUser) async throws -> Account {
        if let account = try await accounts.account(email: user.email) { return account }
        let account = Account(
            user: User(id: .random(), name: user.name),
            email: user.email,
            role: user.role,
            passwordHash: try await PasswordSource.hash(Self.password)
        )
        try await accounts.add(account)
        return account
    }
}
