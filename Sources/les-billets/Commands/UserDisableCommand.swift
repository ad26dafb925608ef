import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user disable`.
struct UserDisableCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Keep somebody out; all their sessions end."
    )

    /// Whom.
    @Argument(help: "The e-mail address of the account.", transform: EmailArgument.parse)
    var email: String

    @OptionGroup var store: StoreOptions

    /// Disables the account.
    func run() async throws {
        try await store.use(.process) { accounts in
            guard let account = try await accounts.account(email: email) else {
                throw try store.noAccount(email, .process)
            }
            try await accounts.edit(account.user.id, AccountEdit(isDisabled: true))
        }
        StandardStreams.output("disabled \(email)")
    }
}
