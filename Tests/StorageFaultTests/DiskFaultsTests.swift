import BilletsContracts
import BilletsProcesses
import Foundation
import Subprocess
import Testing

/// The library that breaks the disk breaks it, and what it records is what was written.
@Suite struct DiskFaultsTests {
    private static let insert = "INSERT INTO shoes VALUES (randomblob(20000));"

    @Test(
        "A broken disk is broken, and is well again when it is mended",
        arguments: DiskFault.allCases
    )
    func faults(_ fault: DiskFault) async throws {
        let folder = try ScratchFolder()
        let database = folder.path + "/shoes.db"
        let disk = try FaultyDisk(of: database, in: folder.path)
        let make = "PRAGMA journal_mode = WAL; CREATE TABLE shoes (size);"
        #expect(try await shell(database, make, on: disk).isEmpty)
        disk.set(fault)
        let complaint = try await shell(database, Self.insert, on: disk)
        switch fault {
        case .none: #expect(complaint.isEmpty)
        case .full, .noGrowth: #expect(complaint.contains("full"))
        case .sync, .write, .read: #expect(complaint.contains("disk I/O error"))
        }
        #expect((disk.faults > 0) == (fault != .none))
        disk.set(.none)
        #expect(try await shell(database, Self.insert, on: disk).isEmpty)
        #expect(try await shell(database, "PRAGMA integrity_check", on: disk).isEmpty)
    }

    @Test func `A process dies before the very write that it was told`() async throws {
        let folder = try ScratchFolder()
        let database = folder.path + "/shoes.db"
        let disk = try FaultyDisk(of: database, in: folder.path)
        disk.kill(beforeOperation: 3)
        await #expect(throws: (any Error).self) {
            try await shell(database, "CREATE TABLE shoes (size);", on: disk)
        }
        #expect(disk.operations == 3)
    }

    @Test func `The wall clock of a process can be put forward and back`() async throws {
        let folder = try ScratchFolder()
        let disk = try FaultyDisk(of: folder.path + "/shoes.db", in: folder.path)
        for error in [Duration.seconds(7_200), .seconds(-7_200), .zero] {
            disk.setClockError(error)
            let before = Date.now.timeIntervalSince1970 + Double(error.components.seconds)
            let asked = try await shell(
                ":memory:",
                "SELECT strftime('%s', 'now')",
                on: disk,
                wantsOutput: true
            )
            let shown = try #require(Double(asked))
            #expect(abs(shown - before) < 60)
        }
        #expect(disk.clockReadings > 0)
    }

    @Test func `What is recorded makes the same files again`() async throws {
        let folder = try ScratchFolder()
        let database = folder.path + "/shoes.db"
        let disk = try FaultyDisk(of: database, in: folder.path, isRecording: true)
        let sql = "CREATE TABLE shoes (size); \(Self.insert) DELETE FROM shoes; \(Self.insert)"
        #expect(try await shell(database, sql, on: disk).isEmpty)
        disk.mark("the end")
        let record = try DiskRecord(path: try #require(disk.recordPath))
        var image = DiskImage()
        for operation in record.operations { image.apply(operation) }
        let written = try Data(contentsOf: URL(filePath: database))
        #expect(image.files[database] == Array(written))
        #expect(image.files.keys.sorted() == [database])
        #expect(record.operations.last == .mark("the end"))
        #expect(record.operations.contains(.sync(database)))
    }

    /// Lets the sqlite3 shell do something.
    ///
    /// - Returns: what it complained of, or what it said.
    /// - Throws: if it was killed.
    @discardableResult
    private func shell(
        _ database: String,
        _ sql: String,
        on disk: FaultyDisk,
        wantsOutput: Bool = false
    ) async throws -> String {
        let result = try await Subprocess.run(
            .name("sqlite3"),
            arguments: [database, sql],
            environment: .inherit.updating(folded(disk.environment)),
            output: .string(limit: 64 * 1024),
            error: .string(limit: 64 * 1024)
        )
        if case .signaled(let number) = result.terminationStatus {
            throw Trouble("signal \(number)")
        }
        return (wantsOutput ? result.standardOutput : result.standardError)
            .trimmingCharacters(in: .newlines)
    }

    private func folded(_ variables: [String: String]) -> [Environment.Key: String?] {
        var folded: [Environment.Key: String?] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { folded[key] = value }
        }
        return folded
    }
}
