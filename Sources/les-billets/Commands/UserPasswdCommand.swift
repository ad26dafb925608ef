import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user passwd`.
struct UserPasswdCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "passwd",
        abstract: "Give an account a new password; all its sessions end.",
        discussion: PasswordSource.help
    )

    /// Whose password.
    @Argument(help: "The e-mail address of the account.", transform: EmailArgument.parse)
    var email: String

    @OptionGroup var password: PasswordSource

    @OptionGroup var store: StoreOptions

    /// Changes the password.
    func run() async throws {
        let settings = Settings.process
        try await store.use(settings) { accounts in
            guard let account = try await accounts.account(email: email) else {
                throw try store.noAccount(email, settings)
            }
            let hash = try await password.hash(settings)
            let edit = AccountEdit(password: .changed(hash: hash))
            try await accounts.edit(account.user.id, edit)
        }
        StandardStreams.output("changed the password of \(email)")
    }
}
