import Foundation
import Testing

@testable import les_billets

/// Signals that a process was started to ignore, as by nohup(1).
@Suite(.timeLimit(.minutes(3))) struct InheritedSignalTests {
    @Test(arguments: ["HUP", "INT"])
    func `A signal that a server was started to ignore stays ignored, and SIGTERM ends it`(
        signal: String
    ) async throws {
        try await TemporaryFolder.with { folder in
            let status = try await Self.shell(
                """
                env --ignore-signal=\(signal) setpriv --pdeathsig KILL -- \
                    "$1" serve --listen 127.0.0.1:0 --database :memory: >out 2>err & pid=$!
                until [ -s out ]; do kill -0 $pid || exit 9; sleep 0.05; done
                kill -\(signal) $pid
                # Were it handled, the answer to this question could not come, or the log would tell.
                "$1" healthcheck --url "$(cat out)" >/dev/null || exit 8
                kill -TERM $pid; wait $pid
                """,
                in: folder
            )
            #expect(status == 0)
            let said = try String(contentsOfFile: folder + "/err", encoding: .utf8)
            #expect(!said.contains("SIGHUP"), "\(said)")
        }
    }

    @Test func `Without an inherited ignore, SIGINT ends a server`() async throws {
        try await TemporaryFolder.with { folder in
            let status = try await Self.shell(
                """
                env --default-signal=INT setpriv --pdeathsig KILL -- \
                    "$1" serve --listen 127.0.0.1:0 --database :memory: >out 2>err & pid=$!
                until [ -s out ]; do kill -0 $pid || exit 9; sleep 0.05; done
                kill -INT $pid; wait $pid
                """,
                in: folder
            )
            #expect(status == 0)
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
