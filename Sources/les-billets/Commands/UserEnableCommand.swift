import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user enable`.
struct UserEnableCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Let somebody in again who was disabled."
    )

    /// Whom.
    @Argument(help: "The e-mail address of the account.", transform: EmailArgument.parse)
    var email: String

    @OptionGroup var store: StoreOptions

    /// Enables the account.
    func run() async throws {
        try await store.use(.process) { accounts in
            guard let account = try await accounts.account(email: email) else {
                throw try store.noAccount(email, .process)
            }
            try await accounts.edit(account.user.id, AccountEdit(isDisabled: false))
        }
        StandardStreams.output("enabled \(email)")
    }
}
