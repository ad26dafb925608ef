import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import Foundation
import Logging
import NIOPosix
import ServiceLifecycle
import Testing

@testable import BilletsGateway

/// A gateway that serves on a free port for the length of a test, over a store and a bus of the test's choice.
struct RunningGateway: Sendable {
    let port: Int
    let http: SessionClient
    let haste: Haste
    let shutDown: @Sendable () async -> Void

    var socketAddress: SocketAddressOfServer {
        SocketAddressOfServer(host: "127.0.0.1", port: port)
    }

    /// The password of every account that `addAccount` makes.
    static let password = "correct horse battery staple"

    /// What passwords cost here.
    private static let cheapCost = ScryptParameters(rounds: 2, blockSize: 8, parallelism: 1)

    /// A hash that is quickly checked: tests log in often, and what a real one costs is tested elsewhere.
    static func cheapHash(of password: String) throws -> String {
        let salt = [UInt8](repeating: 7, count: 16)
        let key = try cheapCost.derive(password, salt: salt, bytes: 32)
        return "scrypt$\(cheapCost)$\(Data(salt).base64EncodedString())$"
            + Data(key).base64EncodedString()
    }

    /// Starts a gateway, runs `body`, and ends it again; `tickets` and `accounts` stand in front of `store`, if there is
    /// such a thing.
    static func run<Result: Sendable>(
        store: MemoryStore = MemoryStore(),
        tickets: (any TicketStore)? = nil,
        accounts: (any AccountStore)? = nil,
        bus: any EventBus = MemoryEventBus(),
        node: String = "gateway-1",
        logger given: Logger? = nil,
        configure: (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (RunningGateway) async throws -> Result
    ) async throws -> Result {
        var configuration = GatewayConfiguration(node: node, host: "127.0.0.1", port: 0)
        configuration.draining.notice = .zero
        configuration.draining.drain = .milliseconds(200)
        configuration.passwordCost = cheapCost
        configure(&configuration)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var quiet = Logger(label: node)
        quiet.logLevel = .error
        let logger = given ?? quiet
        let haste = Haste()
        let gateway = Gateway(
            configuration: configuration,
            store: tickets ?? store,
            accounts: accounts ?? store,
            bus: bus,
            logger: logger,
            haste: haste
        ) { port.yield($0) }
        let services = ServiceGroup(services: [gateway], logger: logger)
        // A gateway that is refused never says its port.
        let run: @Sendable () async throws -> Void = {
            defer { port.finish() }
            try await services.run()
        }
        async let running: Void = run()
        var iterator = ports.makeAsyncIterator()
        let bound = await iterator.next() ?? 0
        let it = RunningGateway(
            port: bound,
            http: SessionClient(url: "http://127.0.0.1:\(bound)"),
            haste: haste,
            shutDown: { await services.triggerGracefulShutdown() }
        )
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(it)) } catch { outcome = .failure(error) }
        await services.triggerGracefulShutdown()
        try await running
        return try outcome.get()
    }

    /// Asks `/readyz` until the answer satisfies `condition`: there is no signal for it.
    func waitForReadiness(where condition: (String) -> Bool) async throws {
        for _ in 0..<1200 {
            if condition(try await http.request("GET", "/readyz").body) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Rejection(.unavailable, "\(try await http.request("GET", "/readyz"))")
    }

    /// Makes an account, unless there is one.
    static func addAccount(
        _ name: String,
        role: AccountRole = .agent,
        to store: MemoryStore
    ) async throws {
        let email = "\(name.lowercased())@example.com"
        guard try await store.account(email: email) == nil else { return }
        try await store.add(
            Account(
                user: User(id: .random(), name: name),
                email: email,
                role: role,
                passwordHash: try cheapHash(of: password)
            )
        )
    }

    /// Keeps somebody out.
    func disable(_ name: String, in store: MemoryStore) async throws {
        let account = try await store.account(email: "\(name.lowercased())@example.com")
        let id = try #require(account?.user.id)
        try await store.edit(id, AccountEdit(isDisabled: true))
    }

    /// Makes an account and logs it in.
    func token(for name: String, in store: MemoryStore) async throws -> String {
        try await Self.addAccount(name, to: store)
        let email = "\(name.lowercased())@example.com"
        let body = #"{"email":"\#(email)","password":"\#(Self.password)"}"#
        let answer = try await http.request("POST", "/api/session", body: body)
        guard let token = answer.body.firstMatch(of: /"token":"([^"]+)"/)?.1 else {
            throw Rejection(.unavailable, "no token in \(answer)")
        }
        return String(token)
    }

    /// Makes an API token in the session of `session`; answers its id and its secret.
    func apiToken(
        _ body: String = #"{"name":"script"}"#,
        session: String
    ) async throws -> (id: String, secret: String) {
        let made = try await http.request("POST", "/api/tokens", token: session, body: body).json()
        return (try made.text("id"), try made.text("token"))
    }

    /// Logs somebody in and opens their socket.
    func client(
        _ name: String,
        in store: MemoryStore,
        headers: [(String, String)] = []
    ) async throws -> BoardClient {
        try await BoardClient.connect(
            to: socketAddress,
            token: try await token(for: name, in: store),
            headers: headers,
            on: MultiThreadedEventLoopGroup.singleton
        )
    }
}
