import Billets
import BilletsWire
import Foundation
import Testing

@testable import BilletsStore

@Suite struct HeldFilesTests {
    private static let suffixes = ["", "-wal", "-shm", "-writer.lock"]

    @Test(arguments: suffixes, FileDeed.allCases)
    func `Nothing is accepted while a file is not in place, and all is there when it is back`(
        suffix: String,
        deed: FileDeed
    ) async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        let agent = Agent()
        var accepted: [TicketID] = []
        for _ in 1...3 { accepted.append(try await agent.create(in: store).id) }
        let report = PresenceReport(node: "a", arrived: [], departed: [], isComplete: true)
        for round in 1...2 {
            let intent = agent.creating("Meanwhile", requestID: .random())
            let putBack = try deed.perform(on: folder.database + suffix)
            for _ in 1...3 {
                let refusal = await store.execute(intent).rejection
                #expect(refusal?.code == .unavailable)
                #expect(refusal?.message.contains(folder.path) == true)
            }
            for ask in [
                { _ = try await store.snapshot() }, { _ = try await store.maintain(report) },
                { try await store.revoke(.random()) }, { _ = try await store.accounts() },
                { _ = try await store.admit([]) },
            ] as [() async throws -> Void] {
                let refusal = await #expect(throws: Rejection.self) { try await ask() }
                #expect(refusal?.message.contains(folder.path) == true)
            }
            try putBack()
            accepted.append(try #require(try await store.execute(intent).get().ticket).id)
            #expect(try await store.snapshot().tickets.map(\.id) == accepted, "round \(round)")
            _ = try await store.maintain(report)
        }
        await store.close()
        let again = try folder.openStore()
        #expect(try await again.snapshot().tickets.map(\.id) == accepted)
        await again.close()
        #expect(try folder.sql("PRAGMA integrity_check") == ["ok"])
    }

    @Test func `Another database in its place is neither read nor written, and stays refused`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create("Ours", in: store)
        let other = try TemporaryFolder()
        let strange = try other.openStore()
        try await Agent().create("Theirs", in: strange)
        await strange.close()
        let kept = folder.path + "/kept.db"
        try FileManager.default.moveItem(atPath: folder.database, toPath: kept)
        try FileManager.default.copyItem(atPath: other.database, toPath: folder.database)
        let before = try Data(contentsOf: URL(filePath: folder.database))
        for _ in 1...3 {
            #expect(await store.execute(Agent().creating()).rejection?.code == .unavailable)
            await #expect(throws: Rejection.self) { try await store.snapshot() }
        }
        let sentence = await store.execute(Agent().creating()).rejection?.message
        #expect(sentence == DatabaseProblem.replaced(folder.database).rejection().message)
        #expect(sentence?.contains("restart") == true)
        await store.close()
        #expect(try Data(contentsOf: URL(filePath: folder.database)) == before)
    }

    @Test func `A symbolic link that leads elsewhere is noticed, too`() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let link = folder.path + "/link.db"
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: link, withDestinationPath: folder.database)
        let store = try SQLiteStore.open(.file(link), logger: TemporaryFolder.logger)
        try await Agent().create(in: store)
        let other = try TemporaryFolder()
        try other.migrate()
        for target in [other.database, folder.path + "/nothing"] {
            try manager.removeItem(atPath: link)
            try manager.createSymbolicLink(atPath: link, withDestinationPath: target)
            let refusal = await store.execute(Agent().creating()).rejection
            #expect(refusal?.message.contains(link) == true)
        }
        try manager.removeItem(atPath: link)
        try manager.createSymbolicLink(atPath: link, withDestinationPath: folder.database)
        try await Agent().create(in: store)
        await store.close()
        #expect(try folder.sql("SELECT count(*) FROM tickets") == ["2"])
    }

    @Test func `The log tells once that a file is gone, and once that it is back`() async throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let log = LogRecorder()
        let store = try SQLiteStore.open(.file(folder.database), logger: log.logger)
        let putBack = try FileDeed.rename.perform(on: folder.database)
        for _ in 1...5 {
            _ = await store.execute(Agent().creating())
            _ = try? await store.snapshot()
        }
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.hasPrefix("critical") == true)
        #expect(log.lines.first?.contains(folder.database) == true)
        try putBack()
        for _ in 1...5 { try await Agent().create(in: store) }
        #expect(log.lines.dropFirst().allSatisfy { $0.hasPrefix("notice") })
        #expect(log.lines.contains { $0.contains("in place again") })
        #expect(log.lines.count <= 3)
        await store.close()
    }

    @Test func `What was accepted survives its process, although the name of the log was removed`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        for _ in 1...3 { try await Agent().create(in: store) }
        _ = try FileDeed.remove.perform(on: folder.database + "-wal")
        #expect(await store.execute(Agent().creating()).rejection?.code == .unavailable)
        // As after SIGKILL: nobody has closed the database, and only what has a name is left.
        let copy = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: folder.database, toPath: copy.database)
        #expect(try copy.sql("SELECT count(*) FROM tickets") == ["3"])
        await store.close()
    }

    @Test func `A log without its database is not taken for nothing`() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.openStore()
        try await Agent().create(in: store)
        let putBack = try FileDeed.rename.perform(on: folder.database)
        let refusal = #expect(throws: Rejection.self) { try folder.migrate() }
        #expect(refusal == DatabaseProblem.strayLog(folder.database).rejection())
        #expect(!FileManager.default.fileExists(atPath: folder.database))
        try putBack()
        try folder.migrate()
        try await Agent().create(in: store)
        await store.close()
    }
}
