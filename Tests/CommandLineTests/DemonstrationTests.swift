import Foundation
import Testing

/// The demonstration's users have a published password, so that they must not meet others.
@Suite struct DemonstrationTests {
    @Test(
        arguments: [
            ["serve", "--database", ":memory:", "--listen", "0.0.0.0:0"],
            ["serve", "--database", ":memory:", "--listen", "*:0"],
            ["cluster", "--port", "0", "--host", "0.0.0.0"],
            ["cluster", "--port", "0", "--host", "192.0.2.1"],
        ]
    )
    func `A server that other machines reach refuses the demonstration`(arguments: [String])
        async throws
    {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram().with(["LES_BILLETS_LOG_LEVEL": "error"])
            program.folder = folder
            try await program.run(arguments + ["--demo"])
                .expectComplaint("password is published", "--no-demo", "--public-demo")
            try await program.with(["LES_BILLETS_DEMO": "yes"]).run(arguments)
                .expectComplaint("password is published", "--no-demo", "--public-demo")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test func `A public demonstration is served where other machines reach it`() async throws {
        let arguments = ["serve", "--database", ":memory:", "--listen", "0.0.0.0:0", "--demo"]
        let option = try await BuiltProgram().serve(arguments + ["--public-demo"]) { _ in }
        #expect(option.status == 0, "\(option.error)")
        let variable = try await BuiltProgram().with(["LES_BILLETS_PUBLIC_DEMO": "yes"])
            .serve(arguments) { _ in }
        #expect(variable.status == 0, "\(variable.error)")
    }

    @Test func `Migrating refuses the demonstration behind an address that other machines reach`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with([
                "LES_BILLETS_DATABASE": folder + "/tickets.db", "LES_BILLETS_DEMO": "yes",
            ])
            try await program.with(["LES_BILLETS_HOST": "0.0.0.0"]).run("migrate")
                .expectComplaint("0.0.0.0", "--public-demo")
            #expect(!FileManager.default.fileExists(atPath: folder + "/tickets.db"))
            for host in ["127.0.0.1", "::1", "localhost"] {
                let outcome = try await program.with(["LES_BILLETS_HOST": host]).run("migrate")
                #expect(outcome.status == 0, "\(outcome.error)")
            }
        }
    }

    @Test func `A database of other users gets no administrator with a published password`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let program = Self.program(in: folder)
            _ = try await program.run("migrate")
            try await Self.add("olga@example.com", program)
            try await program.run("serve", "--listen", "127.0.0.1:0", "--demo")
                .expectComplaint("users already", "--no-demo", "another database")
            let migrated = try await program.run("migrate", "--demo")
            #expect(migrated.status == 1)
            #expect(migrated.error.contains("users already"), "\(migrated.error)")
            let users = try await program.run("user", "list")
            #expect(users.output == "olga@example.com\tagent\tactive\tOlga\n")
        }
    }

    @Test func `A demonstration goes on when users are added to it`() async throws {
        try await TemporaryFolder.with { folder in
            let program = Self.program(in: folder)
            _ = try await program.run("migrate", "--demo")
            try await Self.add("olga@example.com", program)
            let outcome = try await program.run("migrate", "--demo")
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test func `Users with the published password keep a server from other machines`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let program = Self.program(in: folder)
            _ = try await program.run("migrate", "--demo")
            let arguments = ["serve", "--listen", "0.0.0.0:0"]
            try await program.run(arguments)
                .expectComplaint("ada@example.com, grace@example.com", "user passwd", "0.0.0.0")
            let migrated = try await program.with(["LES_BILLETS_HOST": "0.0.0.0"]).run("migrate")
            #expect(migrated.status == 1)
            #expect(migrated.error.contains("linus@example.com is published"), "\(migrated.error)")
            let password = try await program.run(
                ["user", "passwd", "ada@example.com"],
                input: "a password of hers\n"
            )
            #expect(password.status == 0, "\(password.error)")
            for email in ["grace@example.com", "linus@example.com"] {
                let disabled = try await program.run("user", "disable", email)
                #expect(disabled.status == 0, "\(disabled.error)")
            }
            let outcome = try await program.serve(arguments) { _ in }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    private static func program(in folder: String) -> BuiltProgram {
        let path = folder + "/tickets.db"
        return BuiltProgram().with([
            "LES_BILLETS_DATABASE": path, "LES_BILLETS_STORE": "sqlite:" + path,
            "LES_BILLETS_LOG_LEVEL": "error",
        ])
    }

    private static func add(_ email: String, _ program: BuiltProgram) async throws {
        let outcome = try await program.run(
            ["user", "add", email, "--name", "Olga"],
            input: "a password of hers\n"
        )
        #expect(outcome.status == 0, "\(outcome.error)")
    }
}
