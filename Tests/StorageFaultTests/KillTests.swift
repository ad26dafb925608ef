import Billets
import BilletsContracts
import BilletsLink
import BilletsProcesses
import BilletsSeeds
import BilletsStore
import BilletsWire
import Foundation
import Testing

/// Processes that are killed at a random write or fsync of theirs, chosen by a seed.
@Suite("Kills", .serialized, .timeLimit(.minutes(30)))
struct KillTests {
    @Test(
        "However often the only store is killed while clients write, all that it accepted is there, once"
    )
    func store() async throws {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        let database = folder.path + "/tickets.db"
        let disk = try FaultyDisk(of: database, in: tools.path)
        #expect(try await Program().run("migrate", "--database", database).isSuccess)
        let socket = tools.path + "/s"
        let writers = Writers(of: .unix(path: socket))
        let deaths = try await writers.with(8, seed: Rounds.seed) {
            var generator = SeededGenerator(seed: Rounds.seed)
            var deaths: [String: Int] = [:]
            for round in 1...Rounds.kills {
                // Up to 4,000: some of these fall into a checkpoint, which comes every 1,000 pages.
                let reach: Int64 = round.isMultiple(of: 3) ? 60 : 4_000
                disk.kill(beforeOperation: .random(in: 1...reach, using: &generator))
                let outcome = try await Program(disk: disk).run(
                    "store",
                    "--database",
                    database,
                    "--listen",
                    "unix:" + socket
                )
                #expect(outcome.wasKilled, "\(outcome.said)")
                deaths[Self.kind(of: disk.lastName), default: 0] += 1
                // Before the copy is made: what was accepted by then must be in it.
                let accepted = writers.accepted
                let finding = try DatabaseCheck.findings(at: database)
                #expect(finding.faults == [], "round \(round) of seed \(Rounds.seed)")
                let lost = accepted.filter { finding.revisions[$0.key] != $0.value }
                #expect(lost.isEmpty, "round \(round) of seed \(Rounds.seed)")
            }
            return deaths
        }
        #expect(writers.broken == [])
        #expect(!writers.accepted.isEmpty)
        let finding = try await DatabaseCheck.findingsOfProduct(at: database)
        #expect(finding.faults == [])
        #expect(writers.accepted.allSatisfy { finding.revisions[$0.key] == $0.value })
        print(
            "killed \(Rounds.kills) times (seed \(Rounds.seed)), at the file: \(deaths); "
                + "\(writers.accepted.count) accepted commands are there"
        )
    }

    /// The file that a process died at, without what the test called it: `.db`, `.db-wal`, `.db-restore`.
    private static func kind(of name: String) -> String {
        name.lastIndex { $0 == "." || $0 == "/" }.map { String(name[$0...]) } ?? name
    }

    @Test("A migration that is killed can be run again, and nothing is lost")
    func migration() async throws {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        let old = try await OldDatabase(in: tools.path)
        var generator = SeededGenerator(seed: Rounds.seed)
        var deaths: [String: Int] = [:]
        for round in 1...Rounds.otherKills {
            let database = folder.path + "/\(round).db"
            try FileManager.default.copyItem(atPath: old.path, toPath: database)
            let disk = try FaultyDisk(of: database, in: tools.path)
            let reach: Int64 = round.isMultiple(of: 2) ? 80 : 1_000
            disk.kill(beforeOperation: .random(in: 1...reach, using: &generator))
            let killed = try await Program(disk: disk).run("migrate", "--database", database)
            if killed.wasKilled { deaths[Self.kind(of: disk.lastName), default: 0] += 1 }
            #expect(killed.wasKilled || killed.isSuccess, "\(killed.said)")
            disk.kill(beforeOperation: 0)
            #expect(try DatabaseCheck.findings(at: database).faults == [])
            let again = try await Program().run("migrate", "--database", database)
            #expect(again.isSuccess, "\(again.said)")
            let finding = try await DatabaseCheck.findingsOfProduct(at: database)
            #expect(finding.faults == [])
            #expect(finding.revisions.count == OldDatabase.tickets)
            try FileManager.default.removeItem(atPath: database)
        }
        print("migrations killed: \(deaths) of \(Rounds.otherKills) (seed \(Rounds.seed))")
    }

    @Test("A backup that is killed leaves the last one as it was, and one that is done is whole")
    func backup() async throws {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        let database = folder.path + "/tickets.db"
        let copy = folder.path + "/copy"
        let disk = try FaultyDisk(of: copy, in: tools.path)
        #expect(try await Program().run("migrate", "--database", database).isSuccess)
        let socket = tools.path + "/s"
        let writers = Writers(of: .unix(path: socket))
        let deaths = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await Program()
                    .run("store", "--database", database, "--listen", "unix:" + socket)
            }
            defer { group.cancelAll() }
            return try await writers.with(4, seed: Rounds.seed) {
                var generator = SeededGenerator(seed: Rounds.seed)
                var deaths: [String: Int] = [:]
                for _ in 1...Rounds.otherKills {
                    try await writers.accept(more: 20)
                    disk.kill(beforeOperation: 0)
                    let before = writers.accepted
                    let whole = try await Program(disk: disk)
                        .run("backup", copy, "--database", database, "--force")
                    #expect(whole.isSuccess, "\(whole.said)")
                    try await writers.accept(more: 5)
                    disk.kill(beforeOperation: .random(in: 1...200, using: &generator))
                    let killed = try await Program(disk: disk)
                        .run("backup", copy, "--database", database, "--force")
                    if killed.wasKilled { deaths[Self.kind(of: disk.lastName), default: 0] += 1 }
                    let finding = try DatabaseCheck.findings(at: copy)
                    #expect(finding.faults == [])
                    #expect(before.allSatisfy { finding.revisions[$0.key] == $0.value })
                }
                return deaths
            }
        }
        print("backups killed: \(deaths) of \(Rounds.otherKills) (seed \(Rounds.seed))")
    }

    @Test(
        "A restore that is killed leaves the old database or the restored one, and never a mixture"
    )
    func restore() async throws {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        let database = folder.path + "/tickets.db"
        let old = try await OldDatabase(in: tools.path)
        let copy = tools.path + "/copy"
        #expect(try await Program().run("migrate", "--database", old.path).isSuccess)
        #expect(try await Program().run("backup", copy, "--database", old.path).isSuccess)
        var generator = SeededGenerator(seed: Rounds.seed)
        var deaths: [String: Int] = [:]
        var kept = 0
        try FileManager.default.copyItem(atPath: copy, toPath: database)
        for round in 1...Rounds.otherKills {
            let title = "Round \(round)"
            let epoch = try await RestoredDatabase.add(title, to: database)
            let disk = try FaultyDisk(of: database, in: tools.path)
            // About 1,000 make the new database, keep the old one and log the new one; moving it out of the log comes
            // after the commit.
            let reach: Int64 = round.isMultiple(of: 2) ? 1_000 : 1_600
            disk.kill(beforeOperation: .random(in: 1...reach, using: &generator))
            let killed = try await Program(disk: disk)
                .run("restore", copy, "--database", database, "--yes")
            if killed.wasKilled { deaths[Self.kind(of: disk.lastName), default: 0] += 1 }
            let faults = try DatabaseCheck.findings(at: database).faults
            #expect(faults == [], "round \(round) of seed \(Rounds.seed)")
            let state = try await RestoredDatabase.state(of: database)
            let isOld = state.epoch == epoch
            #expect(isOld == state.titles.contains(title), "round \(round)")
            #expect(state.titles.count == OldDatabase.tickets + (isOld ? state.added : 0))
            #expect(killed.wasKilled || !isOld)
            kept += isOld ? 1 : 0
        }
        print(
            "restores killed: \(deaths) of \(Rounds.otherKills), of which \(kept) left the old database "
                + "(seed \(Rounds.seed))"
        )
    }
}
