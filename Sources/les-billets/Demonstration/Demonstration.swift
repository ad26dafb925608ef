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

    /// Adds the users that are missing, and the tickets if there are none at all.
    func add() async throws {
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
