import Foundation
import Testing

@Suite struct LayoutTests {
    @Test func `The top level holds what it may hold, and dot-files`() throws {
        let allowed: Set = [
            "Package.swift", "Package.resolved", "Sources", "Tests", "deploy", "migrations",
            "README.md", "docker-compose.yml",
        ]
        let names = try FileManager.default.contentsOfDirectory(atPath: House.root.path())
            .filter { !$0.hasPrefix(".") }
        #expect(Set(names).subtracting(allowed) == [])
    }

    @Test func `Package.resolved is nobody's file`() throws {
        #expect(try House.text(of: ".gitignore").contains("Package.resolved\n"))
    }

    @Test func `The README's commands exist and can be run`() throws {
        let readme = try House.text(of: "README.md")
        for command in ["deploy/run", "deploy/test"] {
            #expect(readme.contains(command))
            let path = House.root.appending(path: command).path()
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(command)")
        }
        #expect(try House.text(of: ".ci/run").contains("deploy/test"))
    }

    @Test func `The README's files exist`() throws {
        let readme = try House.text(of: "README.md")
        for match in readme.matches(of: /`((?:Sources|Tests|deploy|migrations)\/[\w\/.+-]*)`/) {
            let path = House.root.appending(path: String(match.1)).path()
            #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
        }
    }

    @Test func `No folder is called after nothing in particular`() throws {
        let empty = /\/(Utils|Utilities|Helpers|Common|Misc|Managers?)(\/|\+|\.)|Manager\.swift$/
        let paths = try House.sources(below: "Sources", "Tests").map(\.path)
        #expect(paths.filter { $0.contains(empty) } == [])
    }
}
