import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user role`.
struct UserRoleCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract:
            "Say what somebody may do; all their sessions end if it is something else than before."
    )

    /// Whom.
    @Argument(help: "The e-mail address of the account.", transform: EmailArgument.parse)
    var email: String

    /// What.
    @Argument(
        help: "agent works on tickets; admin on accounts too.",
        transform: AccountRole.init(parsing:)
    )
    var role: AccountRole

    @OptionGroup var store: StoreOptions

    /// Changes the role.
    func run() async throws {
        try await store.use(.process) { accounts in
            guard let account = try await accounts.account(email: email) else {
                throw try store.noAccount(email, .process)
            }
            try await accounts.edit(account.user.id, AccountEdit(role: role))
        }
        StandardStreams.output("\(email) is \(role.rawValue)")
    }
}
