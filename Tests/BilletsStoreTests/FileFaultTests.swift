import Billets
import BilletsWire
import Foundation
import Testing

@testable import BilletsStore

@Suite struct FileFaultTests {
    /// The file at a database's path, and the word that its refusal must hold.
    enum Obstacle: String, CaseIterable, Sendable {
        case danglingLink = "symbolic link to"
        case linkLoop = "loop"
        case folder = "folder"
        case pipe = "named pipe"
        case socket = "socket"
        case longName = "too long"

        /// Makes it at `path`.
        func make(at path: String) throws {
            let manager = FileManager.default
            switch self {
            case .danglingLink:
                try manager.createSymbolicLink(
                    atPath: path,
                    withDestinationPath: path + "-gone"
                )
            case .linkLoop:
                try manager.createSymbolicLink(atPath: path, withDestinationPath: path)
            case .folder:
                try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .pipe: try #require(mkfifo(path, 0o600) == 0)
            case .socket: try #require(mknod(path, S_IFSOCK | 0o600, 0) == 0)
            case .longName: break
            }
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `What is at the path of a database and is none is named, and nothing is left beside it`(
        obstacle: Obstacle
    ) throws {
        let folder = try TemporaryFolder()
        let long = folder.path + "/" + String(repeating: "t", count: 300)
        let path = obstacle == .longName ? long : folder.database
        try obstacle.make(at: path)
        let before = try folder.names
        for message in try messages(path) {
            #expect(message.contains(obstacle.rawValue), "\(message)")
            #expect(!message.contains("may not read"), "\(message)")
        }
        #expect(try folder.names == before)
    }

    @Test(arguments: ["-writer.lock", "-wal", "-shm"], [Obstacle.pipe, .folder, .linkLoop])
    func `What is beside a database and is no file is named`(suffix: String, obstacle: Obstacle)
        async throws
    {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let path = folder.database + suffix
        try? FileManager.default.removeItem(atPath: path)
        try obstacle.make(at: path)
        for message in try messages(folder.database) {
            #expect(message.contains(obstacle.rawValue), "\(message)")
            #expect(message.contains(path), "\(message)")
        }
        try FileManager.default.removeItem(atPath: path)
        let store = try folder.openStore()
        await store.close()
    }

    @Test(arguments: [Obstacle.pipe, .folder, .linkLoop])
    func `What is in the place of the file of node names is named`(obstacle: Obstacle) throws {
        let folder = try TemporaryFolder()
        try folder.migrate()
        let path = folder.database + "-nodes.lock"
        try obstacle.make(at: path)
        let names = NodeNames(ofDatabaseAt: folder.database)
        let instance = NodeInstance(node: "gateway-1")
        let refusal = try #require(throws: Rejection.self) {
            try names.register(instance, at: Timestamp(millisecondsSinceEpoch: 0))
        }
        #expect(refusal.message.contains(obstacle.rawValue), "\(refusal)")
        #expect(refusal.message.contains(path), "\(refusal)")
        try FileManager.default.removeItem(atPath: path)
        #expect(
            try names.register(instance, at: Timestamp(millisecondsSinceEpoch: 0)) == .registered
        )
    }

    @Test func `A file that is not a database of ours gets no lock file beside it`() async throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "Dear diary, today … ", count: 100)
        try text.write(toFile: folder.database, atomically: true, encoding: .utf8)
        _ = try messages(folder.database)
        #expect(try folder.names == ["tickets.db"])
        try FileManager.default.removeItem(atPath: folder.database)
        try folder.sql("PRAGMA journal_mode = WAL")
        try folder.sql("CREATE TABLE recipes (name TEXT)")
        for message in try messages(folder.database) {
            #expect(message.contains("another program"))
        }
        #expect(try folder.names == ["tickets.db"])
        try FileManager.default.removeItem(atPath: folder.database)
        try Data().write(to: URL(filePath: folder.database))
        #expect(throws: Rejection.self) {
            try SQLiteStore.open(.file(folder.database), logger: TemporaryFolder.logger)
        }
        #expect(try folder.names == ["tickets.db"])
    }

    @Test func `Each error of the system has its sentence`() {
        let words: [(Int32, String)] = [
            (EROFS, "read-only"), (ENOSPC, "full"), (EDQUOT, "quota"), (EMFILE, "ulimit"),
            (ENFILE, "ulimit"), (ELOOP, "loop"), (ENAMETOOLONG, "too long"),
            (EACCES, "may not"), (EPERM, "may not"), (ENOTDIR, "/data"), (EIO, "Input/output"),
        ]
        for (code, word) in words {
            let message = DatabaseProblem(errno: code, at: "/data/t.db").rejection().message
            #expect(message.contains(word), "\(message)")
        }
    }

    /// The refusal for everybody who opens the database at `path`.
    private func messages(_ path: String) throws -> [String] {
        let backup = try TemporaryFolder()
        try backup.migrate()
        let copy = try backup.backup()
        let logger = TemporaryFolder.logger
        let migrator = try Migrator(folder: TemporaryFolder.migrations, logger: logger)
        let restore = try DatabaseRestore(migrations: TemporaryFolder.migrations, logger: logger)
        let attempts: [() throws -> Void] = [
            { _ = try SQLiteStore.open(.file(path), logger: logger) },
            { try migrator.migrate(path) },
            { _ = try DatabaseBackup(of: path).write(to: backup.path + "/b.db", replacing: true) },
            { _ = try restore.restore(copy, into: path) },
            { _ = try restore.plan(copy, into: path) },
        ]
        return attempts.compactMap { attempt in
            #expect(throws: Rejection.self) { try attempt() }?.message
        }
    }
}
