import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user add`.
struct UserAddCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an account.",
        discussion: PasswordSource.help
    )

    /// What they log in with.
    @Argument(help: "The e-mail address they log in with.", transform: EmailArgument.parse)
    var email: String

    /// What they are called.
    @Option(
        help: .setting(.name, "What they are called on the board.", value: "name"),
        transform: String.init(parsing:)
    )
    var name: String?

    /// What they may do.
    @Option(
        help: .setting(
            .role,
            "agent works on tickets; admin on accounts too.",
            value: "role",
            default: AccountRole.agent.rawValue
        ),
        transform: AccountRole.init(parsing:)
    )
    var role: AccountRole?

    @OptionGroup var password: PasswordSource

    @OptionGroup var store: StoreOptions

    /// Adds the account.
    func run() async throws {
        let settings = Settings.process
        guard let name = try settings.value(name, .name) else {
            throw Complaint("Say with --name what to call \(email) on the board.")
        }
        let role = try settings.value(role, .role) ?? .agent
        let user = User(id: .random(), name: name)
        try await store.use(settings, makesDatabase: true) { accounts in
            guard try await accounts.account(email: email) == nil else {
                throw Complaint(
                    "There is an account for \(email) already: change its password with "
                        + "`les-billets user passwd \(email)`."
                )
            }
            let hash = try await password.hash(settings)
            try await accounts.add(
                Account(user: user, email: email, role: role, passwordHash: hash)
            )
        }
        StandardStreams.output("added \(email)")
    }
}
