import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user passwd`.
struct UserPasswdCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "passwd",
        abstract: "Give an account a new password.",
        discussion: PasswordSource.help
    )

    /// Whose password.
    @Argument(help: "The e-mail address of the account.")
    var email: String

    @OptionGroup var password: PasswordSource

    @OptionGroup var store: StoreOptions

    /// Changes the password.
    func run() async throws {
        let settings = Settings.process
        try await store.use(settings) { accounts in
            guard try await accounts.account(email: email) != nil else {
                throw Complaint.noAccount(email)
            }
            let hash = try await password.hash(settings)
            try await accounts.edit(email: email, .password(hash: hash))
        }
        StandardStreams.output("changed the password of \(email)")
    }
}
