import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets user list`.
struct UserListCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List all accounts: e-mail, role, state and name, with tabs between."
    )

    @OptionGroup var store: StoreOptions

    /// Lists them.
    func run() async throws {
        let accounts = try await store.use(.process) { try await $0.accounts() }
        for account in accounts {
            let state = account.isDisabled ? "disabled" : "active"
            StandardStreams.output(
                [account.email, account.role.rawValue, state, account.user.name]
                    .joined(separator: "\t")
            )
        }
    }
}
