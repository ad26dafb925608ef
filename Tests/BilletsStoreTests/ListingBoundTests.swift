import Billets
import BilletsWire
import GRDB
import Testing

@testable import BilletsStore

@Suite(.timeLimit(.minutes(2)))
struct ListingBoundTests {
    private static let endless = """
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers)
        """

    @Test func `A list that takes too long is interrupted, and the store goes on`() async throws {
        let folder = try TemporaryFolder()
        var bounds = StoreBounds()
        // No search names tickets: it compares texts.
        bounds.candidateTicketsMaximum = 0
        bounds.listingDurationMaximum = .seconds(60)
        let patient = try folder.openStore(bounds: bounds)
        bounds.listingDurationMaximum = .milliseconds(200)
        let store = try folder.openStore(bounds: bounds)
        let ticket = try await Agent().create("Hoover is too loud", in: store)
        let query = TicketQuery(search: try TicketSearch("loud"))
        #expect(try await patient.tickets(query).tickets == [ticket])
        try folder.sql("ALTER TABLE ticket_texts RENAME TO real_texts")
        try folder.sql(
            """
            CREATE VIEW ticket_texts AS \(Self.endless)
            SELECT number, CAST(number AS TEXT) AS text FROM numbers
            """
        )
        // As many as there are connections for reading, and one.
        for _ in 0...bounds.readersMaximum {
            let refusal = await #expect(throws: Rejection.self) {
                try await store.tickets(query)
            }
            #expect(refusal == .listingTookTooLong)
        }
        #expect(try await store.ticket(ticket.id) == ticket)
        #expect(try await patient.tickets(TicketQuery()).tickets == [ticket])
        await store.close()
        await patient.close()
    }

    @Test func `A read in memory is interrupted, too`() async throws {
        let store = try SQLiteStore.open(
            .memory(migrations: TemporaryFolder.migrations),
            logger: TemporaryFolder.logger
        )
        let count = try await store.database.read(within: .milliseconds(200)) { database in
            try Int.fetchOne(database, sql: "\(Self.endless) SELECT count(*) FROM numbers")
        }
        #expect(count == nil)
        try await Agent().create(in: store)
        #expect(try await store.snapshot().tickets.count == 1)
        await store.close()
    }

    @Test func `Lists never hold all connections for reading`() {
        #expect(StoreBounds().listingsMaximum < StoreBounds().readersMaximum)
    }

    @Test func `Who finds the gate and its waiting room full is refused at once`() async {
        let gate = ListingGate(runningMaximum: 2, waitingMaximum: 0)
        #expect(await gate.enter(within: .seconds(3_600)))
        #expect(await gate.enter(within: .seconds(3_600)))
        #expect(await !gate.enter(within: .seconds(3_600)))
        gate.leave()
        #expect(await gate.enter(within: .seconds(3_600)))
    }

    @Test func `Who waits gets the turn of the next who leaves`() async {
        let gate = ListingGate(runningMaximum: 1, waitingMaximum: 1)
        #expect(await gate.enter(within: .seconds(3_600)))
        async let second = gate.enter(within: .seconds(3_600))
        gate.leave()
        #expect(await second)
        #expect(await !gate.enter(within: .zero))
    }

    @Test func `Who waited for too long leaves no trace`() async {
        let gate = ListingGate(runningMaximum: 1, waitingMaximum: 1)
        #expect(await gate.enter(within: .seconds(3_600)))
        for _ in 1...3 { #expect(await !gate.enter(within: .milliseconds(1))) }
        #expect(gate.waitingCount == 0)
        gate.leave()
        #expect(await gate.enter(within: .seconds(3_600)))
    }
}
