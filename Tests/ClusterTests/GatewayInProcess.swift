import Billets
import BilletsBus
import BilletsDrills
import BilletsGateway
import BilletsLoad
import BilletsStore
import BilletsWire
import Logging
import NIOPosix
import ServiceLifecycle
import Synchronization

/// A gateway on a database file and a real Redis, in the process of the test, which can see what its bus did.
final class GatewayInProcess: Sendable {
    /// Where nobody reads.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Its bus.
    let bus: RedisEventBus

    private let store: SQLiteStore
    private let services: ServiceGroup
    private let port = PortFound()

    /// A gateway that does not run yet.
    init(number: Int, database: String, redis: RedisAddress) throws {
        store = try SQLiteStore.open(.file(database), logger: Self.logger)
        bus = RedisEventBus(address: redis, password: nil, logger: Self.logger)
        var configuration = GatewayConfiguration(
            node: "gateway-\(number)",
            host: "127.0.0.1",
            port: 0
        )
        configuration.draining.notice = .zero
        configuration.draining.drain = .zero
        let gateway = Gateway(
            configuration: configuration,
            store: store,
            accounts: store,
            bus: bus,
            logger: Self.logger
        ) { [port] in port.number.store($0, ordering: .releasing) }
        services = ServiceGroup(services: [bus, gateway], logger: Self.logger)
    }

    /// Serves until `end()`.
    func run() async throws {
        try await services.run()
        await store.close()
    }

    /// Ends it.
    func end() async {
        await services.triggerGracefulShutdown()
    }

    /// Logs one of the demonstration's users in, and opens their socket.
    func client(_ name: String) async throws -> BoardClient {
        var port = port.number.load(ordering: .acquiring)
        while port == 0 {
            try await Task.sleep(for: .milliseconds(10))
            port = self.port.number.load(ordering: .acquiring)
        }
        let body = #"{"email":"\#(name)@example.com","password":"\#(RunningCluster.password)"}"#
        let answer = try await SessionClient(url: "http://127.0.0.1:\(port)")
            .request("POST", "/api/session", body: body)
        guard let token = answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1 else {
            throw Trouble("no token: \(answer)")
        }
        return try await BoardClient.connect(
            to: SocketAddressOfServer(host: "127.0.0.1", port: port),
            token: String(token),
            on: MultiThreadedEventLoopGroup.singleton
        )
    }
}

/// The port of a gateway, as soon as it listens.
private final class PortFound: Sendable {
    let number = Atomic<Int>(0)
}
