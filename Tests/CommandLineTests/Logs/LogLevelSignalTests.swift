import Foundation
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(3))) struct LogLevelSignalTests {
    @Test func `SIGHUP turns a server's log up, and once more down again, and says so`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let outcome = try await Self.shell(
                """
                setpriv --pdeathsig KILL -- "$1" serve --listen 127.0.0.1:0 --database :memory: --log-level warning >out 2>err & pid=$!
                until [ -s out ]; do sleep 0.05; done
                kill -HUP $pid
                until grep -q 'is now debug' err; do sleep 0.05; done
                kill -HUP $pid
                until grep -q 'is now warning' err; do sleep 0.05; done
                kill -TERM $pid; wait $pid
                """,
                in: folder
            )
            #expect(outcome == 0)
            let said = try String(contentsOfFile: folder + "/err", encoding: .utf8)
            #expect(said.contains("notice les-billets"))
            #expect(said.contains("the log level was warning, and is now debug."))
            #expect(said.contains("the log level was debug, and is now warning."))
        }
    }

    @Test func `A store process's log is turned in the same way`() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Self.shell(
                """
                "$1" migrate --database a.db >/dev/null
                LES_BILLETS_STORE_SECRET=s setpriv --pdeathsig KILL -- "$1" store --listen unix:$PWD/s --database a.db >out 2>err & pid=$!
                until [ -s out ]; do sleep 0.05; done
                kill -HUP $pid
                until grep -q 'was info, and is now debug' err; do sleep 0.05; done
                kill -TERM $pid; wait $pid
                """,
                in: folder
            )
            #expect(outcome == 0)
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
