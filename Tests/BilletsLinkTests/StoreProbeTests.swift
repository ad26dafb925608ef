import Billets
import BilletsLink
import BilletsWire
import Testing

@Suite("StoreProbe", .timeLimit(.minutes(2)))
struct StoreProbeTests {
    @Test("It says where the database of a store that serves stands")
    func serving() async throws {
        let memory = MemoryStore()
        let user = User(id: .random(), name: "Ada")
        _ = try await memory.execute(.creation("Hoover", by: user)).get()
        try await LinkRig.withServer(of: memory) { address in
            let status = try await LinkRig.probe(address).status()
            #expect(status.isServing)
            #expect(status.version == "test")
            #expect(try await status.cursor == memory.snapshot().cursor)
        }
    }

    @Test("It hears from a store that cannot serve why")
    func notServing() async throws {
        let memory = MemoryStore()
        memory.setUnavailable(true)
        try await LinkRig.withServer(of: memory) { address in
            let status = try await LinkRig.probe(address).status()
            #expect(!status.isServing)
            #expect(status.cursor == nil)
            #expect(!status.message.isEmpty)
        }
    }

    @Test("Where nobody listens the store is unavailable")
    func nobody() async throws {
        let address = try await LinkRig.freeAddress()
        let rejection = await #expect(throws: Rejection.self) {
            try await LinkRig.probe(address).status()
        }
        #expect(rejection?.code == .unavailable)
    }
}
