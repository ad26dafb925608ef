import Billets
import BilletsContracts
import BilletsWire
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import BilletsLink

@Suite(.timeLimit(.minutes(2)))
struct ConnectionAdmissionTests {
    private static let user = User(id: .random(), name: "Ada")

    @Test func `A connection without a call is closed, one with a call stays`() async throws {
        let holding = HoldingStore()
        let recorder = LogRecorder()
        try await Self.withServer(
            of: holding,
            admissionTimeout: .milliseconds(500),
            logger: recorder.logger
        ) { address in
            try await LinkRig.withRemote(of: address) { remote in
                let answered = TestSignal()
                remote.submit(.creation("Hoover", by: Self.user)) { result in
                    if case .success = result { answered.increment() }
                }
                await holding.submissions.reached(1)
                // Accepted later than the gateway's, and closed by the server.
                let stranger = try await Self.connect(to: address)
                try await stranger.closeFuture.get()
                holding.speak()
                await answered.reached(1)
                // A gateway whose connection was closed would have sent its command again.
                #expect(holding.submissions.count == 1)
            }
        }
        #expect(recorder.lines.contains { $0.contains(StoreRefusal.noCall.sentence) })
    }

    @Test func `Calls without the secret do not keep a connection open`() async throws {
        let recorder = LogRecorder()
        try await Self.withServer(
            of: MemoryStore(),
            admissionTimeout: .milliseconds(500),
            logger: recorder.logger
        ) { address in
            let client = try StoreClient(
                address: address,
                secret: "wrong",
                timing: LinkRig.patient
            )
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await client.run() }
                await #expect(throws: (any Error).self) {
                    try await client.calls.identity(
                        ProtoIdentityRequest(),
                        metadata: client.metadata
                    )
                }
                await recorder.line(with: StoreRefusal.noCall.sentence)
                group.cancelAll()
            }
        }
    }

    @Test func `Of too many connections without a call one is closed, and a gateway is served`()
        async throws
    {
        try await Self.withServer(of: MemoryStore(), admissionTimeout: .seconds(3_600)) { address in
            let closed = TestSignal()
            var strangers: [any Channel] = []
            for _ in 0...LinkLimits.unadmittedConnectionsMaximum {
                let stranger = try await Self.connect(to: address)
                stranger.closeFuture.whenComplete { _ in closed.increment() }
                strangers.append(stranger)
            }
            await closed.reached(1)
            #expect(closed.count == 1)
            try await LinkRig.withRemote(of: address) { remote in
                _ = try await remote.identity()
            }
            for stranger in strangers { try? await stranger.close() }
        }
    }

    private static func withServer(
        of store: any TicketStore & AccountStore,
        admissionTimeout: Duration,
        logger: Logger = LinkRig.logger,
        _ body: @Sendable (LinkAddress) async throws -> Void
    ) async throws {
        let server = try StoreServer(
            store: store,
            address: LinkRig.anyPort,
            admission: .secret(LinkRig.secret),
            admissionTimeout: admissionTimeout,
            drainPatience: LinkRig.patient.drainPatience,
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            try await body(try await server.boundAddress)
        }
    }

    private static func connect(to address: LinkAddress) async throws -> any Channel {
        guard case .tcp(let host, let port) = address else {
            throw CancellationError()
        }
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: host, port: port).get()
    }
}
