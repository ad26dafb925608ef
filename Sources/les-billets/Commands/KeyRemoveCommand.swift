import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets key remove`.
struct KeyRemoveCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a key; the sessions that it signed end at once, on every gateway."
    )

    /// Which.
    @Argument(help: "The name of the key, as `les-billets key list` has it.")
    var key: String

    @OptionGroup var store: StoreOptions

    /// Removes the key.
    func run() async throws {
        try await store.use(.process) { accounts in
            do {
                try await accounts.removeSessionKey(key)
            } catch let rejection as Rejection where rejection.code != .unavailable {
                throw Complaint(rejection.message)
            }
        }
        StandardStreams.output("removed \(key)")
    }
}
