import Billets
import BilletsLink
import BilletsWire
import NIOCore
import NIOPosix
import Testing

@Suite("Loss of the link", .timeLimit(.minutes(2)))
struct LinkLossTests {
    private static let user = User(id: .random(), name: "Ada")

    private static var impatient: LinkTiming {
        var timing = LinkTiming()
        timing.commandPatience = .milliseconds(300)
        timing.callPatience = .milliseconds(300)
        timing.snapshotPatience = .milliseconds(300)
        timing.linkPatience = .milliseconds(300)
        timing.openPatience = .milliseconds(50)
        return timing
    }

    private static func titles(_ store: MemoryStore) async throws -> [String] {
        try await store.snapshot().tickets.map(\.title)
    }

    @Test("What was done and not answered when the store died is answered after, not done twice")
    func unanswered() async throws {
        let memory = MemoryStore()
        let holding = HoldingStore(memory)
        let address = try await LinkRig.freeAddress()
        try await LinkRig.withRemote(of: address) { remote in
            let answered = TestSignal()
            try await LinkRig.withServer(of: holding, at: address) { _ in
                for number in 0..<100 {
                    remote.submit(.creation("\(number)", by: Self.user)) { result in
                        if case .success = result { answered.increment() }
                    }
                }
                await holding.submissions.reached(100)
            }
            #expect(answered.count == 0)
            try await LinkRig.withServer(of: memory, at: address) { _ in
                await answered.reached(100)
            }
        }
        #expect(try await Self.titles(memory) == (0..<100).map(String.init))
    }

    @Test("Commands that flow while the store is killed again and again are done once, in order")
    func flowing() async throws {
        let memory = MemoryStore()
        let address = try await LinkRig.freeAddress()
        let answered = TestSignal()
        let total = 6_000
        try await LinkRig.withRemote(of: address) { remote in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 0..<total {
                        remote.submit(.creation("\(number)", by: Self.user)) { result in
                            if case .success = result { answered.increment() }
                        }
                        // So that there are commands in every state whenever the store dies.
                        if number.isMultiple(of: 100) { await answered.reached(number - 2_000) }
                    }
                }
                for life in 1...4 {
                    try await LinkRig.withServer(of: memory, at: address) { _ in
                        await answered.reached(life * 1_000)
                    }
                }
                try await LinkRig.withServer(of: memory, at: address) { _ in
                    await answered.reached(total)
                }
                try await group.waitForAll()
            }
        }
        #expect(try await Self.titles(memory) == (0..<total).map(String.init))
    }

    @Test("Calls work again right after the store process is back")
    func callsAfterReturn() async throws {
        let memory = MemoryStore()
        let address = try await LinkRig.freeAddress()
        var timing = LinkRig.patient
        timing.backoffMinimum = .milliseconds(1)
        timing.backoffMaximum = .milliseconds(1)
        try await LinkRig.withRemote(of: address, timing: timing) { remote in
            for _ in 0..<50 {
                try await LinkRig.withServer(of: memory, at: address) { _ in
                    let identity = try await remote.identity()
                    #expect(try await identity == memory.identity())
                    _ = try await remote.maintain(Self.report)
                    _ = try await remote.snapshot()
                }
            }
        }
    }

    @Test("A store process comes and goes unharmed while many gateways keep connecting")
    func comingAndGoing() async throws {
        let address = try await LinkRig.freeAddress()
        var timing = LinkRig.patient
        timing.backoffMinimum = .milliseconds(1)
        timing.backoffMaximum = .milliseconds(2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let gateways = (0..<20).map { _ in
                RemoteStore(
                    address: address,
                    secret: LinkRig.secret,
                    timing: timing,
                    logger: LinkRig.logger
                )
            }
            for gateway in gateways { group.addTask { await gateway.run() } }
            for gateway in gateways {
                // It is killed as soon as one of them has been answered: others are still connecting.
                try await LinkRig.withServer(of: MemoryStore(), at: address) { _ in
                    _ = try await gateway.identity()
                }
            }
            group.cancelAll()
        }
    }

    @Test("With nobody there, commands and calls are unavailable, and say why")
    func nobody() async throws {
        let address = try await LinkRig.freeAddress()
        try await LinkRig.withRemote(of: address, timing: Self.impatient) { remote in
            await Self.expectUnavailable(remote)
        }
    }

    @Test("With a store that accepts connections and says nothing, everything is unavailable")
    func silence() async throws {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await LinkRig.withRemote(
            of: .tcp(host: "127.0.0.1", port: port),
            timing: Self.impatient
        ) { remote in
            await Self.expectUnavailable(remote)
        }
        try await listener.close()
    }

    @Test("With a store that never answers, commands are unavailable when their time is over")
    func hangingStore() async throws {
        let holding = HoldingStore()
        try await LinkRig.withLink(to: holding, timing: Self.impatient) { remote in
            let rejection = await #expect(throws: Rejection.self) {
                try await remote.execute(.creation("Hoover", by: Self.user)).get()
            }
            #expect(rejection?.code == .unavailable)
        }
        holding.speak()
    }

    @Test("A link over which no answer comes is given up, and its commands go again over another")
    func deadLink() async throws {
        let holding = HoldingStore()
        var timing = LinkRig.patient
        timing.stallPatience = .milliseconds(200)
        try await LinkRig.withLink(to: holding, timing: timing) { remote in
            let answered = TestSignal()
            remote.submit(.creation("Hoover", by: Self.user)) { result in
                if case .success = result { answered.increment() }
            }
            await holding.submissions.reached(2)
            holding.speak()
            await answered.reached(1)
        }
        #expect(try await Self.titles(holding.memory) == ["Hoover"])
    }

    private static let report = PresenceReport(
        node: "gateway",
        arrived: [],
        departed: [],
        isComplete: true
    )

    private static func expectUnavailable(_ remote: RemoteStore) async {
        let command = await #expect(throws: Rejection.self) {
            try await remote.execute(.creation("Hoover", by: user)).get()
        }
        #expect(command?.code == .unavailable)
        #expect(command?.cause != nil)
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await remote.identity() },
            { _ = try await remote.events(after: .none, limit: 1) },
            { _ = try await remote.snapshot() },
            { _ = try await remote.maintain(report) },
            { _ = try await remote.accounts() },
        ]
        for call in calls {
            let rejection = await #expect(throws: Rejection.self) { try await call() }
            #expect(rejection?.code == .unavailable)
            #expect(rejection?.cause != nil)
        }
    }
}
