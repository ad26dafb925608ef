import Billets
import BilletsWire
import FoundationEssentials
import GRPCCore
import ServiceLifecycle
import Testing

@testable import BilletsLink

@Suite("StoreServer", .timeLimit(.minutes(2)))
struct StoreServerTests {
    private static let user = User(id: .random(), name: "Ada")

    @Test("A second one at the same port says in a sentence that it is taken")
    func occupiedPort() async throws {
        try await LinkRig.withServer(of: MemoryStore()) { address in
            let second = try StoreServer(
                store: MemoryStore(),
                address: address,
                admission: .secret(LinkRig.secret),
                logger: LinkRig.logger
            )
            let rejection = await #expect(throws: Rejection.self) { try await second.run() }
            #expect(rejection?.message.contains("another process") == true)
            await #expect(throws: Rejection.self) { try await second.boundAddress }
        }
    }

    @Test("A host that nobody has is refused with a sentence")
    func unknownHost() {
        #expect(throws: Rejection.self) {
            try StoreServer(
                store: MemoryStore(),
                address: .tcp(host: "no such host", port: 0),
                admission: .secret(LinkRig.secret),
                logger: LinkRig.logger
            )
        }
    }

    @Test("Whoever has the secret is served; whoever has another, or none, is told so at once")
    func secret() async throws {
        try await LinkRig.withServer(of: MemoryStore(), admission: .secret("hush")) { address in
            try await LinkRig.withRemote(of: address, secret: "hush") { remote in
                _ = try await remote.execute(.creation("Hoover", by: Self.user)).get()
                _ = try await remote.snapshot()
            }
            for wrong: Secret? in ["hash", nil] {
                try await LinkRig.withRemote(of: address, secret: wrong) { remote in
                    let command = await #expect(throws: Rejection.self) {
                        try await remote.execute(.creation("Hoover", by: Self.user)).get()
                    }
                    let read = await #expect(throws: Rejection.self) {
                        try await remote.identity()
                    }
                    for rejection in [command, read] {
                        #expect(rejection?.code == .unavailable)
                        #expect(rejection?.message.contains("secret is wrong") == true)
                    }
                }
                let probe = StoreProbe(
                    address: address,
                    secret: wrong,
                    patience: .seconds(60)
                )
                let rejection = await #expect(throws: Rejection.self) { try await probe.status() }
                #expect(rejection?.message.contains("secret is wrong") == true)
            }
        }
    }

    @Test("Told to stop, it answers what it has taken in, and ends although a gateway stays")
    func gracefulShutdown() async throws {
        let holding = HoldingStore()
        let server = try StoreServer(
            store: holding,
            address: LinkRig.anyPort,
            admission: .secret(LinkRig.secret),
            drainPatience: LinkRig.patient.drainPatience,
            logger: LinkRig.logger
        )
        let services = ServiceGroup(services: [server], logger: LinkRig.logger)
        let ended = TestSignal()
        async let run: Void = {
            try await services.run()
            ended.increment()
        }()
        let address = try await server.boundAddress
        try await LinkRig.withRemote(of: address) { remote in
            let answered = TestSignal()
            for number in 0..<50 {
                remote.submit(.creation("\(number)", by: Self.user)) { result in
                    if case .success = result { answered.increment() }
                }
            }
            await holding.submissions.reached(50)
            await services.triggerGracefulShutdown()
            holding.speak()
            await answered.reached(50)
            await ended.reached(1)
            #expect(holding.submissions.count == 50)
        }
        try await run
    }

    @Test("Told to stop, a gateway's end waits for the answers that are under way")
    func gatewayShutdown() async throws {
        let holding = HoldingStore()
        try await LinkRig.withServer(of: holding) { address in
            let remote = RemoteStore(
                address: address,
                secret: LinkRig.secret,
                timing: LinkRig.patient,
                logger: LinkRig.logger
            )
            let services = ServiceGroup(services: [remote], logger: LinkRig.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                let answered = TestSignal()
                remote.submit(.creation("Hoover", by: Self.user)) { result in
                    if case .success = result { answered.increment() }
                }
                await holding.submissions.reached(1)
                await services.triggerGracefulShutdown()
                holding.speak()
                await answered.reached(1)
                try await group.waitForAll()
            }
        }
    }

    @Test("A gateway that takes no answers holds up neither its calls nor another gateway")
    func stalledGateway() async throws {
        let store = HoldingStore(isHolding: false)
        let total = 20_000
        try await LinkRig.withServer(of: store) { address in
            let client = try StoreClient(
                address: address,
                secret: LinkRig.secret,
                timing: LinkRig.patient
            )
            let release = TestSignal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await client.run() }
                async let answers = Self.carry(total, over: client, after: release)
                // More answers than the stalled gateway's window holds.
                await store.submissions.reached(6_000)
                try await LinkRig.withRemote(of: address) { remote in
                    for number in 0..<100 {
                        _ = try await remote.execute(.creation("\(number)", by: Self.user)).get()
                    }
                }
                _ = try await client.calls.identity(
                    ProtoIdentityRequest(),
                    metadata: client.metadata
                )
                #expect(store.submissions.count < total)
                release.increment()
                #expect(try await answers == total)
                group.cancelAll()
            }
        }
    }

    @Test("A reader that stalls in the middle of the events holds nobody up")
    func stalledReader() async throws {
        let memory = MemoryStore()
        let description = String(repeating: "x", count: 16_000)
        for number in 0..<200 {
            let draft = TicketDraft(title: "\(number)", description: description)
            _ = try await memory.execute(
                CommandRequest(user: Self.user, requestID: nil, command: .create(draft))
            ).get()
        }
        try await LinkRig.withServer(of: memory) { address in
            let client = try StoreClient(
                address: address,
                secret: LinkRig.secret,
                timing: LinkRig.patient
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await client.run() }
                var request = ProtoEventsRequest()
                request.limit = 1_000
                let count = try await client.calls.events(
                    request,
                    metadata: client.metadata
                ) { response in
                    var assembly = EventPageAssembly()
                    var parts = 0
                    for try await part in response.messages {
                        parts += 1
                        if parts == 2 {
                            // While this reader stands still, others read all of it.
                            for _ in 0..<3 { try await Self.readSnapshot(client) }
                        }
                        try assembly.take(part)
                    }
                    return try assembly.page().events.count
                }
                #expect(count == 200)
                group.cancelAll()
            }
        }
    }

    private static func readSnapshot(_ client: StoreClient) async throws {
        let count = try await client.calls.snapshot(
            ProtoSnapshotRequest(),
            metadata: client.metadata
        ) { response in
            var assembly = SnapshotAssembly()
            for try await part in response.messages { try assembly.take(part) }
            return try assembly.snapshot().tickets.count
        }
        #expect(count == 200)
    }

    /// Sends `total` creations over a stream of commands, and reads no answer before `release`.
    private static func carry(
        _ total: Int,
        over client: StoreClient,
        after release: TestSignal
    ) async throws -> Int {
        try await client.calls.commands(
            metadata: client.metadata,
            requestProducer: { writer in
                for start in stride(from: 0, to: total, by: 100) {
                    let commands = (start..<start + 100).map {
                        NumberedCommand(
                            sequence: UInt64($0),
                            request: .creation("stalled", by: user)
                        )
                    }
                    try await writer.write(ProtoCommandBatch(commands))
                }
            },
            onResponse: { response in
                await release.reached(1)
                var answers = 0
                for try await batch in response.messages { answers += batch.answers.count }
                return answers
            }
        )
    }
}
