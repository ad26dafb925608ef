import Foundation
import Glibc
import Testing

@testable import les_billets

/// Signals that a cluster was started to ignore, as by nohup(1).
@Suite(.timeLimit(.minutes(4))) struct ClusterSignalTests {
    @Test(arguments: ["HUP", "INT"])
    func `A signal that a cluster was started to ignore stays ignored, but not by its processes`(
        signal: String
    ) async throws {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram()
            program.folder = folder
            let built = program.path
            program.path = "/bin/sh"
            let outcome = try await program.run([
                "-c",
                """
                env --ignore-signal=\(signal) setpriv --pdeathsig KILL -- \
                    "$1" cluster --gateways 1 --port 0 --directory data >out 2>err & pid=$!
                until [ -s out ]; do kill -0 $pid || exit 9; sleep 0.05; done
                gateway=$(tr ',{' '\\n\\n' <out | sed -n 's/.*"pid":\\([0-9]*\\).*/\\1/p' | head -n 1)
                sed -n 's/^SigIgn:[[:space:]]*//p' /proc/$gateway/status >ignored
                kill -\(signal) $pid
                # The roll is asked for after the signal, and is refused by a cluster that ends.
                kill -USR2 $pid
                until grep -q 'was restarted, and everything is ready' err; do
                    kill -0 $pid || exit 8
                    sleep 0.05
                done
                kill -TERM $pid; wait $pid
                """,
                "sh", built,
            ])
            let said = (try? String(contentsOfFile: folder + "/err", encoding: .utf8)) ?? ""
            #expect(outcome.status == 0, "\(said)")
            let ignored = try String(contentsOfFile: folder + "/ignored", encoding: .utf8)
            let mask = try #require(
                UInt64(ignored.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16)
            )
            // proc(5): bit 0 is signal 1. SIGPIPE, which a gateway ignores by its own choice, is not among these.
            for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2] {
                #expect(mask & (1 << UInt64(number - 1)) == 0, "signal \(number): \(ignored)")
            }
        }
    }
}
