import ArgumentParser
import Billets
import BilletsWire

/// The command `les-billets key rotate`.
struct KeyRotateCommand: AsyncParsableCommand {
    /// How it is called.
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Add a random key, which signs from now on; nobody is logged out."
    )

    @OptionGroup var store: StoreOptions

    /// Adds the key.
    func run() async throws {
        var generator = SystemRandomNumberGenerator()
        let now = WallClock.system.now()
        // Sorts by time, and is another each time.
        let key = SessionKey(
            id: TicketID.timeOrdered(at: now, using: &generator).description,
            secret: (0..<32).map { _ in .random(in: .min ... .max, using: &generator) },
            createdAt: now
        )
        try await store.use(.process) { try await $0.add(key) }
        StandardStreams.output("added \(key.id)")
    }
}
