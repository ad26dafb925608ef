import Billets
import BilletsContracts
import BilletsLink
import BilletsWire
import Testing

/// Time stands still in these tests, so that no name becomes free because its holder was silent.
@Suite("The names of gateways, over the link", .timeLimit(.minutes(2)))
struct RegistrationTests {
    private let memory: MemoryStore

    init() {
        memory = MemoryStore(clock: HandClock().wallClock)
    }

    @Test("The name of a gateway whose connection is gone is free at once")
    func connectionLost() async throws {
        try await LinkRig.withServer(of: memory) { address in
            for _ in 0..<5 {
                // It is cancelled without giving the name back, as a process is killed.
                try await LinkRig.withRemote(of: address) { remote in
                    try await Self.register(NodeInstance(node: "a"), at: remote)
                }
            }
        }
    }

    @Test("A gateway on a new connection keeps the name that its former connection still holds")
    func reconnected() async throws {
        let (mine, other) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
        try await LinkRig.withServer(of: memory) { address in
            try await LinkRig.withRemote(of: address) { present in
                try await LinkRig.withRemote(of: address) { former in
                    let answers = try await [former.register(mine), present.register(mine)]
                    #expect(answers == [.registered, .registered])
                }
                // The former connection is lost by and by, and the name stays.
                for _ in 0..<50 {
                    guard case .taken = try await present.register(other) else {
                        Issue.record("the name was given twice")
                        return
                    }
                    try await Task.sleep(for: .milliseconds(10))
                }
                _ = try await present.maintain(Self.report(of: mine))
            }
        }
    }

    @Test("After the store process came back a gateway must register again, and may")
    func storeRestarted() async throws {
        let address = try await LinkRig.freeAddress()
        let instance = NodeInstance(node: "a")
        try await LinkRig.withRemote(of: address) { remote in
            for _ in 0..<3 {
                // Each store process knows nothing of the names that the one before it gave.
                let store = MemoryStore()
                try await LinkRig.withServer(of: store, at: address) { _ in
                    _ = try await remote.identity()
                    await #expect(throws: Rejection.self) {
                        try await remote.maintain(Self.report(of: instance))
                    }
                    #expect(try await remote.register(instance) == .registered)
                    _ = try await remote.maintain(Self.report(of: instance))
                    #expect(try await store.gateways().map(\.node) == ["a"])
                }
            }
        }
    }

    @Test("A gateway that gives its name back leaves it to another one")
    func givenBack() async throws {
        try await LinkRig.withLink(to: memory) { remote in
            for _ in 0..<5 {
                let instance = NodeInstance(node: "a")
                try await Self.register(instance, at: remote)
                await remote.unregister(instance)
            }
        }
    }

    /// Registers as soon as the store process has noticed that the name is free.
    private static func register(_ instance: NodeInstance, at remote: RemoteStore) async throws {
        for _ in 0..<1_000 {
            if try await remote.register(instance) == .registered { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("the name was not given back")
    }

    private static func report(of instance: NodeInstance) -> PresenceReport {
        PresenceReport(
            node: instance.node,
            instance: instance.id,
            arrived: [],
            departed: [],
            isComplete: true
        )
    }
}
