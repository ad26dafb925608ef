import Billets
import BilletsContracts
import BilletsWire
import Testing

@Suite("The HTTP API over a store in memory")
struct HTTPContractTests {
    @Test("A gateway keeps the contract of the HTTP API", arguments: HTTPContract.all)
    func keepsTheContract(_ check: HTTPCheck) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let emails = try await gateway.addPeople(to: store)
            let server = try await HTTPUnderTest(
                url: "http://127.0.0.1:\(gateway.port)",
                emails: emails,
                password: RunningGateway.password
            )
            try await check.run(server)
        }
    }
}

extension RunningGateway {
    /// Adds an administrator and two agents, and answers what they log in with.
    fileprivate func addPeople(to store: MemoryStore) async throws -> [String] {
        try await Self.addAccount("Ada", role: .admin, to: store)
        try await Self.addAccount("Grace", to: store)
        try await Self.addAccount("Linus", to: store)
        return ["ada@example.com", "grace@example.com", "linus@example.com"]
    }
}
