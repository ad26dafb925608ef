import BilletsContracts
import Foundation
import Testing

@testable import les_billets

/// A program that is started without standard descriptors, as by a careless parent (`<&- >&- 2>&-`).
@Suite(.timeLimit(.minutes(3))) struct StandardDescriptorTests {
    @Test(arguments: ["<&-", "2>&-", "<&- >/dev/null 2>&-"])
    func `Descriptors 0 to 2 are never a database or a socket`(closed: String) async throws {
        var generator = SystemRandomNumberGenerator()
        let reserved = try FreePorts.reserve(1, using: &generator)[0]
        defer { withExtendedLifetime(reserved) {} }
        let port = reserved.number
        try await TemporaryFolder.with { folder in
            let status = try await Self.shell(
                """
                setpriv --pdeathsig KILL -- "$1" serve --listen 127.0.0.1:\(port) --database a.db --log-level debug \
                    \(closed.contains(">/dev") ? "" : ">out") \(closed) & pid=$!
                until "$1" healthcheck --url http://127.0.0.1:\(port) 2>/dev/null >/dev/null; do
                    kill -0 $pid || exit 9
                    sleep 0.05
                done
                for number in 0 1 2; do readlink /proc/$pid/fd/$number; done >descriptors
                kill -TERM $pid; wait $pid
                """,
                in: folder
            )
            #expect(status == 0)
            let names = try String(contentsOfFile: folder + "/descriptors", encoding: .utf8)
                .split(separator: "\n")
            #expect(names.count == 3)
            #expect(
                names.allSatisfy { name in
                    name == "/dev/null" || name.hasSuffix("/out") || name.hasPrefix("pipe:")
                },
                "\(names)"
            )
            // Nothing but SQLite has written into the database.
            let check = try await Self.shell(
                "sqlite3 a.db 'PRAGMA integrity_check' | grep -qx ok",
                in: folder
            )
            #expect(check == 0)
            let bytes = try Data(contentsOf: URL(filePath: folder + "/a.db"))
            #expect(bytes.starts(with: Data("SQLite format 3\0".utf8)))
        }
    }

    /// Runs a script in `folder`, with the program as its first argument; the suite's time limit ends it.
    private static func shell(_ script: String, in folder: String) async throws -> Int32 {
        var program = BuiltProgram()
        program.folder = folder
        let built = program.path
        program.path = "/bin/sh"
        return try await program.run(["-c", script, "sh", built]).status
    }
}
