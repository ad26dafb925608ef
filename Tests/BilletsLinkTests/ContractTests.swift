import Billets
import BilletsContracts
import BilletsLink
import BilletsWire
import FoundationEssentials
import Testing

@Suite("The contract of stores, over the link", .timeLimit(.minutes(2)))
struct ContractTests {
    private static func keep(
        _ check: StoreCheck,
        at address: LinkAddress = LinkRig.anyPort
    ) async throws {
        let clock = HandClock()
        let memory = MemoryStore(clock: clock.wallClock)
        try await LinkRig.withServer(of: memory, at: address) { address in
            try await LinkRig.withRemote(of: address) { first in
                try await LinkRig.withRemote(of: address) { second in
                    let store = StoreUnderTest(
                        tickets: first,
                        others: [second],
                        accounts: first,
                        clock: clock
                    )
                    try await check.run(store)
                }
            }
        }
    }

    @Test("Tickets", arguments: TicketStoreContract.all)
    func tickets(_ check: StoreCheck) async throws {
        try await Self.keep(check)
    }

    @Test("Accounts", arguments: AccountStoreContract.all)
    func accounts(_ check: StoreCheck) async throws {
        try await Self.keep(check)
    }

    @Test(
        "Tickets and accounts, through a Unix-domain socket",
        arguments: TicketStoreContract.all + AccountStoreContract.all
    )
    func unixSocket(_ check: StoreCheck) async throws {
        let path = "/tmp/les-billets-\(UUID().uuidString.prefix(8)).sock"
        try await Self.keep(check, at: .unix(path: path))
    }
}
