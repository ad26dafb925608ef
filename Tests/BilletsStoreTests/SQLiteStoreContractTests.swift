import BilletsContracts
import BilletsStore
import Testing

@Suite struct SQLiteStoreContractTests {
    @Test(
        "A store on a file keeps the contract of stores, through two connections",
        arguments: TicketStoreContract.all
    )
    func fileKeepsTheTicketContract(_ check: StoreCheck) async throws {
        try await runOnFile(check)
    }

    @Test(
        "A store in memory keeps the contract of stores",
        arguments: TicketStoreContract.all
    )
    func memoryKeepsTheTicketContract(_ check: StoreCheck) async throws {
        try await runInMemory(check)
    }

    @Test(
        "A store on a file keeps the contract of accounts",
        arguments: AccountStoreContract.all
    )
    func fileKeepsTheAccountContract(_ check: StoreCheck) async throws {
        try await runOnFile(check)
    }

    @Test(
        "A store in memory keeps the contract of accounts",
        arguments: AccountStoreContract.all
    )
    func memoryKeepsTheAccountContract(_ check: StoreCheck) async throws {
        try await runInMemory(check)
    }

    private func runOnFile(_ check: StoreCheck) async throws {
        let folder = try TemporaryFolder()
        let clock = HandClock()
        let first = try folder.openStore(clock: clock)
        let second = try folder.openStore(clock: clock)
        let store = StoreUnderTest(
            tickets: first,
            others: [second],
            accounts: first,
            clock: clock
        )
        do {
            try await check.run(store)
        } catch {
            Issue.record(error)
        }
        await first.close()
        await second.close()
    }

    private func runInMemory(_ check: StoreCheck) async throws {
        let clock = HandClock()
        let store = try SQLiteStore.open(
            .memory(migrations: TemporaryFolder.migrations),
            clock: clock.wallClock,
            logger: TemporaryFolder.logger
        )
        do {
            try await check.run(StoreUnderTest(tickets: store, accounts: store, clock: clock))
        } catch {
            Issue.record(error)
        }
        await store.close()
    }
}
