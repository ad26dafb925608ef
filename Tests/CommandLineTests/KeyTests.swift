import Foundation
import Testing

@Suite struct KeyTests {
    @Test func `Keys are listed, added and removed, and the last one stays`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await UserTests.program(folder)
            let first = try await program.run("key", "list")
            #expect(first.output.hasPrefix("1\t") && first.output.hasSuffix("\tsigns\n"))
            let added = try await program.run("key", "rotate")
            #expect(added.status == 0 && added.output.hasPrefix("added "))
            let name = added.output.dropFirst("added ".count).filter { !$0.isNewline }
            let both = try await program.run("key", "list").output.split(separator: "\n")
            #expect(both.count == 2)
            #expect(both[0].hasSuffix("\tverifies") && both[1].hasPrefix(name))
            #expect(try await program.run("key", "remove", "1").output == "removed 1\n")
            let last = try await program.run("key", "remove", name)
            #expect(last.status == 1)
            #expect(last.error.contains("is the only one: add another"))
            let unknown = try await program.run("key", "remove", "x")
            #expect(unknown.status == 1)
            #expect(unknown.error.contains("There is no key 'x'"))
        }
    }

    @Test func `An account is enabled again, and made an administrator`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await UserTests.program(folder)
            _ = try await program.run(
                "user",
                "add",
                "ada@example.com",
                "--name",
                "Ada",
                input: "a good password\n"
            )
            _ = try await program.run("user", "disable", "ada@example.com")
            #expect(try await program.run("user", "enable", "ada@example.com").status == 0)
            let role = try await program.run("user", "role", "ada@example.com", "admin")
            #expect(role.output == "ada@example.com is admin\n")
            let listed = try await program.run("user", "list")
            #expect(listed.output == "ada@example.com\tadmin\tactive\tAda\n")
            let king = try await program.run("user", "role", "ada@example.com", "king")
            #expect(king.status != 0)
            for nobody in [
                try await program.run("user", "enable", "x@example.com"),
                try await program.run("user", "role", "x@example.com", "admin"),
            ] {
                #expect(nobody.status == 1 && nobody.error.contains("x@example.com"))
            }
        }
    }
}
