import ArgumentParser
import Billets
import BilletsWire
import ServiceLifecycle

/// Which store a command about accounts works on.
struct StoreOptions: ParsableArguments {
    /// The store.
    @Option(help: .store, transform: StoreAddress.init(parsing:))
    var store: StoreAddress?

    @OptionGroup var trust: StoreTrustOptions

    /// Opens the store, does something with its accounts, and closes it.
    func use<Output: Sendable>(
        _ settings: Settings,
        _ body: @Sendable (any AccountStore) async throws -> Output
    ) async throws -> Output {
        // Whatever is worth saying here becomes the one sentence of an error.
        let logger = ProcessLog(.text, level: .critical).logger
        let address = try settings.value(store, .store) ?? .standard
        let connection = try StoreConnection.open(
            address,
            trust: trust,
            settings: settings,
            logger: logger
        )
        return try await withThrowingTaskGroup { group in
            group.addTask { try await connection.service.run() }
            defer { group.cancelAll() }
            do {
                return try await body(connection.accounts)
            } catch let rejection as Rejection where rejection.code == .unavailable {
                throw Complaint("\(rejection.message) The store is \(address).")
            }
        }
    }
}
