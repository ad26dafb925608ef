import Billets
import BilletsContracts
import BilletsWire
import Testing

@Suite struct MemoryStoreTests {
    @Test("A memory store keeps the contract of stores", arguments: TicketStoreContract.all)
    func keepsTheTicketContract(_ check: StoreCheck) async throws {
        try await check.run(storeUnderTest())
    }

    @Test("A memory store keeps the contract of accounts", arguments: AccountStoreContract.all)
    func keepsTheAccountContract(_ check: StoreCheck) async throws {
        try await check.run(storeUnderTest())
    }

    @Test("A store that cannot be reached says so to everything, until it can be")
    func saysThatItIsUnavailable() async throws {
        let store = MemoryStore()
        let create = CommandRequest(
            user: User(id: .random(), name: "Ada"),
            requestID: nil,
            command: .create(TicketDraft(title: "Later"))
        )
        store.setUnavailable(true)
        guard case .failure(let rejection) = await store.execute(create) else {
            Issue.record("The command was accepted.")
            return
        }
        #expect(rejection.code == .unavailable)
        await #expect(throws: Rejection.self) { try await store.snapshot() }
        store.setUnavailable(false)
        _ = try await store.execute(create).get()
        #expect(try await store.snapshot().tickets.count == 1)
    }

    @Test("Events beyond the bound are forgotten, and who needs them is told")
    func forgetsEvents() async throws {
        let store = MemoryStore(retainedEventsMaximum: 3)
        let user = User(id: .random(), name: "Ada")
        let intent = RequestID.random()
        for number in 1...5 {
            let create = CommandRequest(
                user: user,
                requestID: number == 1 ? intent : nil,
                command: .create(TicketDraft(title: "Ticket \(number)"))
            )
            _ = try await store.execute(create).get()
        }
        let page = try await store.events(after: Revision(1), limit: 10)
        #expect(page.oldestRetained == Revision(3))
        #expect(page.events == [])
        let rest = try await store.events(after: Revision(2), limit: 10).events
        #expect(rest.map(\.cursor.revision) == [Revision(3), Revision(4), Revision(5)])
    }

    private func storeUnderTest() -> StoreUnderTest {
        let clock = HandClock()
        let store = MemoryStore(clock: clock.wallClock)
        return StoreUnderTest(tickets: store, accounts: store, clock: clock)
    }
}
