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

            let restored = try await program.run("restore", copy)
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
            try await program.run("restore", folder + "/half.db").expectComplaint("half.db")
        }
    }
}
