import Foundation
import Testing

@Suite struct UserTests {
    @Test func `Accounts are added, listed, given passwords and disabled`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(folder)
            let added = try await program.run(
                "user",
                "add",
                "Ada@Example.com",
                "--name",
                "Ada",
                "--role",
                "admin",
                input: "a good password\n"
            )
            #expect(added.status == 0, "\(added.error)")
            let passwd = try await program.with(["LES_BILLETS_PASSWORD": "another password"])
                .run("user", "passwd", "ada@example.com")
            #expect(passwd.status == 0, "\(passwd.error)")
            let listed = try await program.run("user", "list")
            #expect(listed.output == "ada@example.com\tadmin\tactive\tAda\n")
            _ = try await program.run("user", "disable", "ada@example.com")
            let later = try await program.run("user", "list")
            #expect(later.output == "ada@example.com\tadmin\tdisabled\tAda\n")
        }
    }

    @Test func `An address is one account in every normalisation`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(folder)
            let password = "a good password\n"
            let added = try await program.run(
                "user",
                "add",
                "E\u{301}mile@example.com",
                "--name",
                "E\u{301}mile",
                input: password
            )
            #expect(added.status == 0, "\(added.error)")
            let listed = try await program.run("user", "list")
            let line = "\u{E9}mile@example.com\tagent\tactive\t\u{C9}mile\n"
            #expect(Array(listed.output.utf8) == Array(line.utf8))
            let again = try await program.run(
                "user",
                "add",
                "\u{E9}mile@example.com",
                "--name",
                "Another",
                input: password
            )
            #expect(again.status != 0)
            let disabled = try await program.run("user", "disable", "E\u{301}mile@example.com")
            #expect(disabled.status == 0, "\(disabled.error)")
            let invisible = try await program.run(
                "user",
                "add",
                "b@example.com",
                "--name",
                "\u{3164}",
                input: password
            )
            #expect(invisible.status != 0 && invisible.error.contains("can be seen"))
        }
    }

    @Test func `A password can be in a file, which an option or a variable names`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(folder)
            let file = folder + "/password"
            try "a good password\n".write(toFile: file, atomically: true, encoding: .utf8)
            let option = try await program.run(
                "user",
                "add",
                "a@example.com",
                "--name",
                "A",
                "--password-file",
                file
            )
            #expect(option.status == 0, "\(option.error)")
            let variable = try await program.with(["LES_BILLETS_PASSWORD_FILE": file])
                .run("user", "add", "b@example.com", "--name", "B")
            #expect(variable.status == 0, "\(variable.error)")
        }
    }

    @Test func `At a terminal the password is asked twice`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(folder)
            let command = "\(program.path) user add a@example.com --name A"
            var terminal = program
            terminal.path = "script"
            let typed = "a goof\u{7F}d password\ra good password\r"
            let added = try await terminal.run("-qec", command, "/dev/null", input: typed)
            #expect(added.status == 0, "\(added.output)")
            #expect(added.output.contains("Password: ") && added.output.contains("Once more: "))
            let differing = try await terminal.run(
                "-qec",
                command.replacing("a@", with: "b@"),
                "/dev/null",
                input: "a good password\ranother password\r"
            )
            #expect(differing.status == 1)
            #expect(differing.output.contains("The two passwords differ: try again."))
            let listed = try await program.run("user", "list")
            #expect(listed.output == "a@example.com\tagent\tactive\tA\n")
        }
    }

    @Test func `What is wrong with an account or a password is said`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(folder)
            let password = "a good password"
            _ = try await program.run(
                "user",
                "add",
                "a@example.com",
                "--name",
                "A",
                input: password
            )
            try await program.run("user", "add", "a@example.com", "--name", "A", input: password)
                .expectComplaint("a@example.com already", "passwd")
            try await program.run("user", "add", "b@example.com", input: password)
                .expectComplaint("--name")
            try await program.run("user", "add", "b@example.com", "--name", "B", input: "short")
                .expectComplaint("too short")
            try await program.run("user", "add", "b@example.com", "--name", "B", input: "")
                .expectComplaint("--password-file")
            try await program.run("user", "add", "nobody", "--name", "B", input: password)
                .expectComplaint("e-mail", status: 64)
            try await program.run("user", "passwd", "c@example.com", input: password)
                .expectComplaint("c@example.com")
            try await program.run("user", "disable", "c@example.com")
                .expectComplaint("c@example.com")
            try await program.run(
                "user",
                "passwd",
                "a@example.com",
                "--password-file",
                folder + "/none"
            ).expectComplaint("--password-file", "there is no such file")
            let both = program.with([
                "LES_BILLETS_PASSWORD": password, "LES_BILLETS_PASSWORD_FILE": "/none",
            ])
            try await both.run("user", "passwd", "a@example.com").expectComplaint("both set")
        }
    }

    /// The program, with a migrated database in `folder`.
    static func program(_ folder: String) async throws -> BuiltProgram {
        let path = folder + "/tickets.db"
        _ = try await BuiltProgram().run("migrate", "--database", path)
        return BuiltProgram().with(["LES_BILLETS_STORE": "sqlite:" + path])
    }
}
