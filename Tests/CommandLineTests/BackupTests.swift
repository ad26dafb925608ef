import Foundation
import Testing

@Suite struct BackupTests {
    @Test func `A backup says what it holds, and restored it is the database again`() async throws {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with(["LES_BILLETS_DATABASE": folder + "/t.db"])
            _ = try await program.run("migrate")
            let added = try await program.with(["LES_BILLETS_PASSWORD": "correct horse battery"])
                .run(
                    "user",
                    "add",
                    "ada@example.com",
                    "--name",
                    "Ada",
                    "--store",
                    "sqlite:\(folder)/t.db"
                )
            #expect(added.status == 0, "\(added.error)")
            let copy = folder + "/copy.db"
            let backup = try await program.run("backup", copy)
            #expect(backup.status == 0, "\(backup.error)")
            let line = try #require(
                backup.output.wholeMatch(
                    of:
                        /wrote (\S+): 0 tickets at revision 0 of the epoch ([0-9a-f-]{36}), (\d+) bytes\n/
                )
            )
            #expect(line.1 == copy)
            try await program.run("backup", copy).expectComplaint(copy, "--force")
            #expect(try await program.run("backup", copy, "--force").status == 0)

            let restored = try await program.run("restore", copy, "--yes")
            #expect(restored.status == 0, "\(restored.error)")
            let epoch = restored.output.firstMatch(of: /the epoch ([0-9a-f-]{36})/)?.1
            #expect(epoch != nil && epoch != line.2)
            #expect(!restored.output.contains("all sessions"))
            let other = try await program.run("restore", copy, "--database", folder + "/new.db")
            #expect(other.output.contains("all sessions have ended"))
            let users = try await BuiltProgram()
                .run("user", "list", "--store", "sqlite:\(folder)/new.db")
            #expect(users.output.contains("ada@example.com"))
        }
    }

    @Test func `What cannot be backed up or restored is said in a sentence`() async throws {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with(["LES_BILLETS_DATABASE": folder + "/t.db"])
            try await program.run("backup", folder + "/copy.db").expectComplaint("t.db", "migrate")
            _ = try await program.run("migrate")
            try await program.run("backup", folder + "/no/copy.db").expectComplaint("/no")
            try await program.run("backup", folder).expectComplaint(folder, "folder")
            try await program.run("backup", folder + "/t.db", "--force").expectComplaint("itself")
            try await program.run("restore", folder + "/none.db")
                .expectComplaint("none.db", "les-billets backup")
            try "Dear Ada, this is not a database.".write(
                toFile: folder + "/letter",
                atomically: true,
                encoding: .utf8
            )
            try await program.run("restore", folder + "/letter").expectComplaint("letter")
            _ = try await program.run("backup", folder + "/copy.db")
            let copy = try Data(contentsOf: URL(filePath: folder + "/copy.db"))
            try copy.prefix(copy.count / 2).write(to: URL(filePath: folder + "/half.db"))
            try await program.run("restore", folder + "/half.db", "--yes")
                .expectComplaint("The backup", "half.db", "damaged")
            for path in ["", folder + "/nowhere/"] {
                try await program.run("backup", path).expectComplaint()
                try await program.run("restore", path).expectComplaint()
            }
            try await program.run("backup", "").expectComplaint("empty")
        }
    }

    @Test func `A restore says what would be lost, and without a terminal needs a yes`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let database = folder + "/t.db"
            let program = BuiltProgram().with(["LES_BILLETS_DATABASE": database])
            _ = try await program.run("migrate")
            let copy = folder + "/copy.db"
            _ = try await program.run("backup", copy)
            _ = try await program.run("migrate", "--demo")
            let before = try await users(database)
            try await program.run("restore", copy)
                .expectComplaint(copy, "ago", database, "12 changes", "--yes")
            #expect(try await users(database) == before && !before.isEmpty)

            let restored = try await program.run("restore", copy, "--yes")
            #expect(restored.status == 0, "\(restored.error)")
            #expect(restored.output.contains("12 changes made since the backup are lost"))
            #expect(try await users(database) == before, "accounts of the present stay")
            let kept = try #require(restored.output.firstMatch(of: /replaced as (\S+)/)?.1)
            #expect(kept.hasPrefix(database + ".replaced-"))
            let mode = try FileManager.default.attributesOfItem(atPath: String(kept))
            #expect(mode[.posixPermissions] as? Int == 0o600)
            // The way back, of which the changes are compared, since it is another history.
            try await program.run("restore", String(kept)).expectComplaint("0 changes", "--yes")
            #expect(try await program.run("restore", String(kept), "--yes").status == 0)
            #expect(try await users(database) == before)
            try await program.run("restore", copy).expectComplaint("12 changes")
            let emptied = try await program.run("restore", copy, "--yes", "--backup-accounts")
            #expect(emptied.status == 0, "\(emptied.error)")
            #expect(try await users(database).isEmpty)
        }
    }

    @Test func `A restore asks at a terminal, and does nothing without a yes`() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/t.db"
            let program = BuiltProgram().with(["LES_BILLETS_DATABASE": database])
            _ = try await program.run("migrate", "--demo")
            let copy = folder + "/copy.db"
            _ = try await program.run("backup", copy)
            for (answer, isRestored) in [("no", false), ("", false), ("yes", true)] {
                var terminal = program
                terminal.path = "script"
                let said = try await terminal.run(
                    "--quiet",
                    "--return",
                    "--command",
                    "\(BuiltProgram().path) restore \(copy)",
                    folder + "/typescript",
                    input: answer + "\n"
                )
                #expect(said.output.contains("written"), "\(said)")
                #expect(said.output.contains("Type yes"))
                #expect(said.output.contains("restored \(database):") == isRestored)
                #expect((said.status == 0) == isRestored)
            }
        }
    }

    private func users(_ database: String) async throws -> String {
        try await BuiltProgram().run("user", "list", "--store", "sqlite:" + database).output
    }
}
