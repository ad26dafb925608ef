import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets key list`.
struct KeyListCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "List the keys, the oldest first: name, when it was made and what it does, with tabs between."
    )

    @OptionGroup var store: StoreOptions

    /// Lists them.
    func run() async throws {
        let keys = try await store.use(.process) { try await $0.sessionKeys() }
        for key in keys {
            let duty = key == keys.last ? "signs" : "verifies"
            StandardStreams.output([key.id, key.createdAt.rfc3339, duty].joined(separator: "\t"))
        }
    }
}
