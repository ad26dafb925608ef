import Billets
import BilletsBus
import BilletsContracts
import BilletsDrills
import BilletsGateway
import BilletsLoad
import BilletsProcesses
import BilletsStore
import BilletsWire
import Foundation
import Testing

@testable import les_billets

@Suite("A database that is restored while gateways run", .serialized, .timeLimit(.minutes(5)))
struct RestoredHistoryTests {
    @Test("Clients start over, and gateways see each other's changes over Redis as before")
    func restored() async throws {
        try await withDatabase { path in
            let server = try await RedisServer.start()
            defer { server.stop() }
            let address = RedisAddress(host: "127.0.0.1", port: server.port)
            let gateways = try (1...2).map {
                try GatewayInProcess(number: $0, database: path, redis: address)
            }
            try await withThrowingTaskGroup { group in
                for gateway in gateways { group.addTask { try await gateway.run() } }
                try await check(gateways, database: path)
                for gateway in gateways { await gateway.end() }
                try await group.waitForAll()
            }
        }
    }

    private func check(_ gateways: [GatewayInProcess], database: String) async throws {
        let (ada, grace) = (
            try await gateways[0].client("ada"), try await gateways[1].client("grace")
        )
        try await ada.getTickets()
        try await grace.getTickets()
        try await expectOverBus(ada, grace, gateways)

        let backup = database + "-backup"
        _ = try DatabaseBackup(of: database).write(to: backup, replacing: false)
        _ = try DatabaseRestore(migrations: Self.migrations, logger: GatewayInProcess.logger)
            .restore(backup, into: database)
        for client in [ada, grace] {
            try await client.wait("the goodbye") { $0.hasEnded }
            #expect(client.observation.closeCode == 1012)
        }
        let again = [try await gateways[0].client("ada"), try await gateways[1].client("grace")]
        for (client, before) in zip(again, [ada, grace]) {
            try await client.getTickets(since: before.observation.cursor)
            // Not what was missed, but everything.
            #expect(client.observation.missed == nil)
            #expect(client.observation.cursor?.epoch != before.observation.cursor?.epoch)
        }
        try await expectOverBus(again[0], again[1], gateways)
        for gateway in gateways { #expect(gateway.bus.statistics.dropped == [:]) }
    }

    /// What one client does, the other sees, and the bus has carried it.
    private func expectOverBus(
        _ one: BoardClient,
        _ other: BoardClient,
        _ gateways: [GatewayInProcess]
    ) async throws {
        let received = gateways[1].bus.statistics.received
        for number in 1...20 {
            let answer = try await one.command(.createTicket(TicketDraft(title: "\(number)")))
            let revision = try #require(answer.revision)
            try await other.wait("the event") { $0.cursor?.revision == revision }
        }
        // The last event may have been found in the store a moment before it came over the bus.
        for _ in 0..<600 {
            if gateways[1].bus.statistics.received >= received + 20 { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(gateways[1].bus.statistics.received == received + 20)
        #expect(other.observation.discrepancies == [])
    }

    private static let migrations = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "migrations").path()

    private func withDatabase(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "les-billets-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/tickets.db"
        try Migrator(folder: Self.migrations, logger: GatewayInProcess.logger).migrate(path)
        let store = try SQLiteStore.open(.file(path), logger: GatewayInProcess.logger)
        try await Demonstration(tickets: store, accounts: store).add()
        await store.close()
        try await body(path)
    }
}
