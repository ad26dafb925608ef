import ArgumentParser
import BilletsWire
import Logging
import ServiceLifecycle

/// Which store a command about accounts works on.
struct StoreOptions: ParsableArguments {
    /// The store.
    @Option(help: .store, transform: StoreAddress.init(parsing:))
    var store: StoreAddress?

    /// Opens the store, does something with its accounts, and closes it.
    func use<Output: Sendable>(
        _ settings: Settings,
        _ body: @Sendable (any AccountStore) async throws -> Output
    ) async throws -> Output {
        // Whatever is worth saying here becomes the one sentence of an error.
        var logger = Logger(label: "les-billets") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        let connection = try StoreConnection.open(
            try settings.value(store, .store) ?? .standard,
            settings: settings,
            logger: logger
        )
        return try await withThrowingTaskGroup { group in
            group.addTask { try await connection.service.run() }
            defer { group.cancelAll() }
            return try await body(connection.accounts)
        }
    }
}
