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
    @Argument(help: "The e-mail address of the account.")
    var email: String

    @OptionGroup var store: StoreOptions

    /// Disables the account.
    func run() async throws {
        try await store.use(.process) { accounts in
            guard try await accounts.account(email: email) != nil else {
                throw Complaint.noAccount(email)
            }
            try await accounts.edit(email: email, .disable)
        }
        StandardStreams.output("disabled \(email)")
    }
}
