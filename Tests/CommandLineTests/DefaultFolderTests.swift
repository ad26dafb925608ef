import Foundation
import Subprocess
import Testing

@testable import les_billets

/// All commands work on one database by default, and find that of a cluster that runs there.
@Suite(.timeLimit(.minutes(5))) struct DefaultFolderTests {
    @Test func `Every command about a database takes --store and --database`() throws {
        let commands = try CommandTree().commands(
            named: ["user", "key", "backup", "restore", "doctor"]
        )
        #expect(commands.count == 12)
        for command in commands {
            #expect(command.options.contains("--store"), "\(command.words)")
            #expect(command.options.contains("--database"), "\(command.words)")
        }
    }

    @Test(arguments: [
        ["user", "add", "a@example.com", "--name", "A"], ["migrate"],
    ])
    func `A command that needs the default database makes it, for this user only`(
        arguments: [String]
    ) async throws {
        try await Self.inFolder { program, folder in
            let outcome = try await program.run(arguments)
            #expect(outcome.status == 0, "\(outcome.error)")
            try Self.expectDatabase(in: folder + "/les-billets-data")
            let users = try await program.run("user", "list")
            #expect(users.status == 0, "\(users.error)")
        }
    }

    @Test(arguments: [
        ["serve", "--listen", "127.0.0.1:0"],
        ["gateway", "--listen", "127.0.0.1:0", "--bus", "redis://127.0.0.1:1"],
        ["cluster", "--port", "0", "--gateways", "1"],
        ["cluster", "--port", "0", "--gateways", "1", "--store", "remote"],
    ])
    func `What a server makes and serves is what all commands find`(arguments: [String])
        async throws
    {
        try await Self.inFolder { program, folder in
            let outcome = try await program.serve(arguments, endWith: .terminate) { _ in
                try Self.expectDatabase(in: folder + "/les-billets-data")
                let added = try await program.run("user", "add", "a@example.com", "--name", "A")
                #expect(added.status == 0, "\(added.error)")
                let path = "les-billets-data/tickets.db"
                for place in [[], ["--store", "sqlite:" + path], ["--database", path]] {
                    let users = try await program.run(["user", "list"] + place)
                    #expect(users.output.hasPrefix("a@example.com\t"), "\(users.error)")
                    let keys = try await program.run(["key", "list"] + place)
                    #expect(keys.status == 0 && !keys.output.isEmpty, "\(keys.error)")
                    let copy = "copy\(place.count)\(place.first ?? "").db"
                    let backup = try await program.run(["backup", copy] + place)
                    #expect(backup.status == 0, "\(backup.error)")
                    let doctor = try await program.run(["doctor"] + place)
                    #expect(
                        doctor.output.contains("database: \(path)")
                            || doctor.output.contains("ok       database: "),
                        "\(doctor.output)"
                    )
                }
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test func `The folder that the environment names for a cluster is that of all commands`()
        async throws
    {
        try await Self.inFolder { program, folder in
            let program = program.with([
                "LES_BILLETS_DIRECTORY": folder + "/elsewhere/desk",
                // A cluster reads this variable as its mode.
                "LES_BILLETS_STORE": "remote",
            ])
            let added = try await program.run("user", "add", "a@example.com", "--name", "A")
            #expect(added.status == 0, "\(added.error)")
            try Self.expectDatabase(in: folder + "/elsewhere/desk")
            #expect(try await program.run("key", "list").status == 0)
            #expect(try await program.run("backup", "copy.db").status == 0)
            #expect(!FileManager.default.fileExists(atPath: folder + "/les-billets-data"))
        }
    }

    @Test func `Where there is no database, the advice leads to one that all commands find`()
        async throws
    {
        try await Self.inFolder { program, folder in
            for command in [["user", "list"], ["key", "list"], ["backup", "copy.db"]] {
                try await program.run(command)
                    .expectComplaint("les-billets-data/tickets.db", "`les-billets migrate`")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            #expect(try await program.run("migrate").status == 0)
            #expect(try await program.run("user", "list").status == 0)
            let unknown = try await program.run("user", "disable", "b@example.com")
            let advice = try #require(unknown.error.firstMatch(of: /`les-billets (.*)`/))
            let words = advice.1.split(separator: " ").map(String.init)
            #expect(try await program.run(words).status == 0)
        }
    }

    @Test func `Two places of which one must be meant are refused`() async throws {
        try await Self.inFolder { program, _ in
            for command in [["user", "list"], ["key", "list"], ["backup", "copy.db"]] {
                try await program.run(command + ["--store", "sqlite:a.db", "--database", "b.db"])
                    .expectComplaint("not both", status: 64)
            }
            try await program.run("backup", "copy.db", "--store", "grpc://127.0.0.1:1")
                .expectComplaint("--store names a store process", "--database")
        }
    }

    private static func expectDatabase(in folder: String) throws {
        let manager = FileManager.default
        #expect(manager.fileExists(atPath: folder + "/tickets.db"))
        let mode = try manager.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    private static func inFolder(
        _ body: @Sendable (BuiltProgram, String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram().with([
                "LES_BILLETS_PASSWORD": "a good password", "LES_BILLETS_LOG_LEVEL": "warning",
            ])
            program.folder = folder
            try await body(program, folder)
        }
    }
}
