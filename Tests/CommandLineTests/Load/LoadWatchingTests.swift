import Foundation
import Testing

/// A process that only watches measures one test's measured changes, and checks all events.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LoadWatchingTests {
    @Test
    func `What a test does before and after its measured time is not measured by who watches`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            try await watch(sign: folder + "/interrupt", chosen: false)
        }
    }

    @Test func `Who watches may say which test is measured`() async throws {
        try await TemporaryFolder.with { folder in
            try await watch(sign: folder + "/interrupt", chosen: true)
        }
    }

    private func watch(sign: String, chosen: Bool) async throws {
        _ = try await LoadedServer.with { server in
            // A window says nothing to who sends nothing.
            let choice = chosen ? ("--test", "tsecond") : ("--window", "16")
            let watcher = server.program()
            async let watching = watcher.runInterrupted(
                whenThereIs: sign,
                "load",
                "fanout",
                "--sockets",
                "3",
                "--senders",
                "0",
                "--seconds",
                "600",
                choice.0,
                choice.1,
                "--json"
            )
            // Its sockets follow the board, and it measures, when it sees the first test's end.
            try await server.sockets(3)
            var changes: [String: Double] = [:]
            for test in ["tfirst", "tsecond"] {
                let sent = try LoadJSON(
                    try await server.program().run(
                        "load",
                        "fanout",
                        "--sockets",
                        "0",
                        "--senders",
                        "2",
                        "--rate",
                        "20",
                        "--seconds",
                        "1",
                        "--test",
                        test,
                        "--json"
                    )
                )
                changes[test] = try sent.number("sent")
                #expect(try await server.openTickets(of: test) == 0)
            }
            #expect(FileManager.default.createFile(atPath: sign, contents: nil))
            let report = try LoadJSON(try await watching)
            let test = chosen ? "tsecond" : "tfirst"
            #expect(report.member("test") as? String == test)
            #expect(try report.number("latency", "count") == 3 * (changes[test] ?? 0))
            #expect(try report.number("lost") == 0)
            #expect(try report.number("repeated") == 0)
            #expect(try report.number("outOfOrder") == 0)
            // Everything else came, too.
            #expect(try report.number("deliveries") > 3 * 40)
            #expect(report.notes.contains("Other load tests"))
        }
    }
}
