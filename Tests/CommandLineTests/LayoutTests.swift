import Foundation
import Testing

@Suite struct LayoutTests {
    @Test func `An installed program finds its migrations beside it, from any folder`() async throws
    {
        try await Self.withInstalled { program, folder in
            let outcome = try await program.run("migrate", "--database", folder + "/t.db")
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test func `A program that is called through a link finds what belongs to it`() async throws {
        try await Self.withInstalled { program, folder in
            var linked = program
            linked.path = folder + "/link"
            try FileManager.default.createSymbolicLink(
                atPath: linked.path,
                withDestinationPath: program.path
            )
            let outcome = try await linked.run("migrate", "--database", folder + "/t.db")
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test func `A program without its migrations says where they belong`() async throws {
        try await Self.withInstalled { program, folder in
            try FileManager.default.removeItem(atPath: folder + "/share")
            try await program.run("migrate", "--database", folder + "/t.db")
                .expectComplaint("../share/les-billets/migrations", "LES_BILLETS_SHARE")
            try await program.with(["LES_BILLETS_SHARE": folder])
                .run("migrate", "--database", folder + "/t.db").expectComplaint(folder)
            let checkout = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path()
            let outcome = try await program.with(["LES_BILLETS_SHARE": checkout])
                .run("migrate", "--database", folder + "/t.db")
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    /// Installs the program in a folder of its own.
    private static func withInstalled(
        _ body: (BuiltProgram, String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let manager = FileManager.default
            let source =
                URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path() + "migrations"
            for new in ["/bin", "/share/les-billets"] {
                try manager.createDirectory(
                    atPath: folder + new,
                    withIntermediateDirectories: true
                )
            }
            try manager.copyItem(atPath: source, toPath: folder + "/share/les-billets/migrations")
            var program = BuiltProgram()
            let installed = folder + "/bin/les-billets"
            // A second name for the same file where the file system allows it, a copy elsewhere.
            if (try? manager.linkItem(atPath: program.path, toPath: installed)) == nil {
                try manager.copyItem(atPath: program.path, toPath: installed)
            }
            program.path = installed
            try await body(program, folder)
        }
    }
}
