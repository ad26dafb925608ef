import Billets
import BilletsLink
import BilletsWire
import Logging

/// Both ends of a link, for a test: whatever it starts has ended when it returns.
enum LinkRig {
    /// A logger that nobody hears.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// What both ends show each other, unless a test says otherwise.
    static let secret: Secret = "between us"

    /// Any free port.
    static let anyPort = LinkAddress.tcp(host: "127.0.0.1", port: 0)

    /// A timing for machines that are busy with other tests, too.
    static var patient: LinkTiming {
        var timing = LinkTiming()
        timing.commandPatience = .seconds(60)
        timing.callPatience = .seconds(60)
        timing.snapshotPatience = .seconds(60)
        timing.linkPatience = .seconds(60)
        timing.openPatience = .seconds(60)
        timing.stallPatience = .seconds(60)
        timing.drainPatience = .seconds(60)
        return timing
    }

    /// Serves `store` during `body`, which is told where; then kills the server.
    static func withServer<Value: Sendable>(
        of store: any TicketStore & AccountStore,
        at address: LinkAddress = anyPort,
        admission: StoreAdmission = .secret(secret),
        logger: Logger = logger,
        _ body: @Sendable (LinkAddress) async throws -> Value
    ) async throws -> Value {
        let server = try StoreServer(
            store: store,
            address: address,
            admission: admission,
            version: "test",
            drainPatience: patient.drainPatience,
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            return try await body(try await server.boundAddress)
        }
    }

    /// Runs a gateway's end during `body`; then cancels it.
    static func withRemote<Value: Sendable>(
        of address: LinkAddress,
        secret: Secret? = secret,
        tls: GatewayTLS? = nil,
        timing: LinkTiming = patient,
        logger: Logger = logger,
        _ body: @Sendable (RemoteStore) async throws -> Value
    ) async throws -> Value {
        let remote = RemoteStore(
            address: address,
            secret: secret,
            tls: tls,
            timing: timing,
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await remote.run() }
            defer { group.cancelAll() }
            return try await body(remote)
        }
    }

    /// Both ends of a link to `store` during `body`.
    static func withLink<Value: Sendable>(
        to store: any TicketStore & AccountStore = MemoryStore(),
        timing: LinkTiming = patient,
        _ body: @Sendable (RemoteStore) async throws -> Value
    ) async throws -> Value {
        try await withServer(of: store) { address in
            try await withRemote(of: address, timing: timing, body)
        }
    }

    /// A patient probe of a server of ours.
    static func probe(_ address: LinkAddress) -> StoreProbe {
        StoreProbe(address: address, secret: secret, patience: .seconds(60))
    }

    /// An address that was free a moment ago, for servers that come and go.
    static func freeAddress() async throws -> LinkAddress {
        try await withServer(of: MemoryStore()) { $0 }
    }
}

extension CommandRequest {
    /// The creation of a ticket called `title`, without a request id of its own.
    static func creation(_ title: String, by user: User) -> CommandRequest {
        CommandRequest(
            user: user,
            requestID: nil,
            command: .create(TicketDraft(title: title))
        )
    }
}
