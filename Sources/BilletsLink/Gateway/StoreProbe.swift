public import Billets
import GRPCCore

/// Asks a store process how it is, once: for health checks.
public struct StoreProbe: Sendable {
    private let address: LinkAddress
    private let secret: Secret?
    private let tls: GatewayTLS?
    private let patience: Duration

    /// A probe of the store process at `address`, which has `patience` to answer, connecting included.
    public init(
        address: LinkAddress,
        secret: Secret? = nil,
        tls: GatewayTLS? = nil,
        patience: Duration = .seconds(3)
    ) {
        self.address = address
        self.secret = secret
        self.tls = tls
        self.patience = patience
    }

    /// What the store process says.
    ///
    /// - Throws: `unavailable` if it does not answer, or refuses this process.
    public func status() async throws(Rejection) -> StoreStatus {
        do {
            let client = try StoreClient(
                address: address,
                secret: secret,
                tls: tls,
                timing: LinkTiming()
            )
            return try await Self.status(of: client, patience: patience)
        } catch let rejection as Rejection {
            throw rejection
        } catch {
            throw LinkTrouble(error).rejection
        }
    }

    private static func status(
        of client: StoreClient,
        patience: Duration
    ) async throws -> StoreStatus {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { await client.run() }
            var options = CallOptions.defaults
            options.timeout = patience
            do {
                return try await client.call(options) { client, options in
                    StoreStatus(
                        try await client.calls.status(
                            ProtoStatusRequest(),
                            metadata: client.metadata,
                            options: options
                        )
                    )
                }
            } catch {
                throw (client.distrust ?? LinkTrouble(error)).rejection
            }
        }
    }
}

extension StoreStatus {
    /// Reads a status.
    init(_ message: ProtoStatusResponse) {
        isServing = message.isServing
        self.message = message.message
        version = message.version
        cursor = Epoch(message.epoch).map {
            Cursor(epoch: $0, revision: Revision(message.revision))
        }
    }
}
