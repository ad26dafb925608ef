import Foundation
import Testing

@Suite struct DatabaseTests {
    @Test func `Migrating makes a database, and again changes nothing`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            let first = try await BuiltProgram().run("migrate", "--database", path)
            #expect(first.status == 0, "\(first.error)")
            #expect(first.output.contains("ran 0001_"))
            #expect(first.error.isEmpty)
            let second = try await BuiltProgram().run("migrate", "--database", path)
            #expect(second.output == "\(path) is up to date\n")
        }
    }

    @Test func `Migrating adds the demonstration if that is asked for, and again no second one`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            let program = BuiltProgram().with(["LES_BILLETS_DATABASE": path])
            _ = try await program.run("migrate")
            let before = try await program.run("user", "list", "--store", "sqlite:" + path)
            #expect(before.output.isEmpty)
            for _ in 1...2 {
                let outcome = try await program.with(["LES_BILLETS_DEMO": "yes"]).run("migrate")
                #expect(outcome.status == 0, "\(outcome.error)")
                #expect(outcome.error.isEmpty)
            }
            let after = try await program.run("user", "list", "--store", "sqlite:" + path)
            #expect(after.output.contains("ada@example.com\tadmin\tactive\tAda Lovelace\n"))
            #expect(after.output.split(separator: "\n").count == 3)
            var shell = BuiltProgram()
            shell.path = "sqlite3"
            let tickets = try await shell.run(path, "SELECT count(*) FROM tickets;")
            #expect(tickets.output == "12\n")
        }
    }

    @Test func `The environment names the database, and the command line wins`() async throws {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with(["LES_BILLETS_DATABASE": folder + "/a.db"])
            _ = try await program.run("migrate")
            _ = try await program.run("migrate", "--database", folder + "/b.db")
            let manager = FileManager.default
            #expect(manager.fileExists(atPath: folder + "/a.db"))
            #expect(manager.fileExists(atPath: folder + "/b.db"))
        }
    }

    @Test func `Without a name, the database is in a folder of the present one`() async throws {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram()
            program.folder = folder
            let outcome = try await program.run("migrate")
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(
                FileManager.default.fileExists(atPath: folder + "/les-billets-data/tickets.db")
            )
        }
    }

    @Test func `A database that is missing, foreign, or no database at all is not touched`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let text = folder + "/letter.txt"
            try "Dear Sir or Madam, this is no database at all, and never was one."
                .write(toFile: text, atomically: true, encoding: .utf8)
            let foreign = folder + "/foreign.db"
            var shell = BuiltProgram()
            shell.path = "sqlite3"
            _ = try await shell.run(foreign, "CREATE TABLE shoes (size);")
            for path in [text, foreign] {
                let before = try Data(contentsOf: URL(filePath: path))
                for command in ["migrate", "serve", "store"] {
                    try await BuiltProgram()
                        .with([
                            "LES_BILLETS_LISTEN": "127.0.0.1:0", "LES_BILLETS_LOG_LEVEL": "error",
                            "LES_BILLETS_STORE_SECRET": "between us",
                        ])
                        .run(command, "--database", path).expectComplaint(path)
                }
                #expect(try Data(contentsOf: URL(filePath: path)) == before)
            }
            try await BuiltProgram().run("user", "list", "--store", "sqlite:\(folder)/none.db")
                .expectComplaint("none.db", "migrate")
            try await BuiltProgram().run("migrate", "--database", folder + "/no/such/folder/t.db")
                .expectComplaint("/no/such/folder")
        }
    }

    @Test func `No server starts on a database of a newer program, or on a damaged one`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with([
                "LES_BILLETS_LISTEN": "127.0.0.1:0", "LES_BILLETS_LOG_LEVEL": "error",
                "LES_BILLETS_STORE_SECRET": "between us",
            ])
            let (newer, damaged) = (folder + "/newer.db", folder + "/damaged.db")
            for path in [newer, damaged] {
                _ = try await program.run("migrate", "--database", path)
            }
            var shell = BuiltProgram()
            shell.path = "sqlite3"
            _ = try await shell.run(newer, "PRAGMA user_version = 99;")
            let file = try FileHandle(forUpdating: URL(filePath: damaged))
            try file.seek(toOffset: 3 * 4096)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 5 * 4096))
            try file.close()
            for (path, words) in [
                (newer, ["99", "newer les-billets"]), (damaged, ["damaged", "restore"]),
            ] {
                for arguments in [
                    ["serve", "--database", path], ["store", "--database", path],
                    ["gateway", "--store", "sqlite:" + path],
                ] {
                    let outcome = try await program.run(arguments[0], arguments[1], arguments[2])
                    outcome.expectComplaint(path, words[0], words[1])
                }
            }
            try await program.run("backup", folder + "/copy.db", "--database", damaged)
                .expectComplaint("damaged")
        }
    }

    @Test func `A store process that cannot be reached is named`() async throws {
        try await BuiltProgram().run("user", "list", "--store", "grpc://127.0.0.1:1")
            .expectComplaint("127.0.0.1:1")
    }
}
