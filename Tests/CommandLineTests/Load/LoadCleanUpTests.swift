import BilletsLoad
import Foundation
import Glibc
import Testing

@testable import les_billets

/// The tickets of a test are closed whatever it was and however it ended; or it says which are not, and how to close them.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LoadCleanUpTests {
    @Test(arguments: ["write", "fanout", "storm", "board"])
    func `A test within default limits closes its tickets, though gateways refuse it for a while`(
        scenario: String
    ) async throws {
        _ = try await LoadedServer.with(limits: true) { server in
            var arguments = ["load", scenario, "--sockets", "1", "--seconds", "1", "--json"]
            // More than the gateways allow.
            if scenario != "write" { arguments += ["--rate", "1500"] }
            if scenario == "write" { arguments += ["--window", "8"] }
            let report = try LoadJSON(try await server.program().run(arguments))
            #expect(try report.number("ticketsLeftOpen") == 0)
            #expect(!report.notes.contains("still open"))
            let test = try #require(report.member("test") as? String)
            #expect(try await server.tickets(of: test).isEmpty == false)
            #expect(try await server.openTickets(of: test) == 0)
        }
    }

    @Test func `The tickets of senders whose gateway is gone are closed by another gateway`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            try await loseOneGateway(sign: folder + "/interrupt")
        }
    }

    private func loseOneGateway(sign: String) async throws {
        _ = try await LoadedServer.with { server in
            let road = try await CuttableRoad.start(to: server.url)
            let program = server.program(url: "\(road.url),\(server.url)")
            async let running = program.runInterrupted(
                whenThereIs: sign,
                "load",
                "fanout",
                "--sockets",
                "2",
                "--seconds",
                "600",
                "--test",
                "tcut",
                "--json"
            )
            try await server.changes(of: "tcut")
            await road.cut()
            #expect(FileManager.default.createFile(atPath: sign, contents: nil))
            let report = try LoadJSON(try await running)
            let closes = try #require(report.member("closes") as? [String: Any])
            #expect(!closes.isEmpty)
            #expect(try report.number("ticketsLeftOpen") == 0)
            #expect(try await server.openTickets(of: "tcut") == 0)
            #expect(report.notes.contains("--failures 0"))
        }
    }

    @Test func `Without any gateway left it says that tickets may be open, and how to close them`()
        async throws
    {
        let outcome = OutcomeBox()
        _ = try await LoadedServer.with { server in
            let program = server.program()
            outcome.start {
                try await program.run(
                    "load",
                    "fanout",
                    "--sockets",
                    "2",
                    "--senders",
                    "1",
                    "--window",
                    "1",
                    "--seconds",
                    "15",
                    "--test",
                    "tgone"
                )
            }
            try await server.changes(of: "tgone")
        }
        let output = try await outcome.value().output
        #expect(output.contains("Tickets of this test may still be open"))
        #expect(output.contains("les-billets load close --test tgone --url http://"))
    }

    @Test func `A command closes the tickets of a test that was killed, and no others`()
        async throws
    {
        _ = try await LoadedServer.with { server in
            async let running = server.program().run(
                "load",
                "fanout",
                "--sockets",
                "1",
                "--seconds",
                "600",
                "--test",
                "tdead"
            )
            try await server.changes(of: "tdead")
            let process = try #require(ProcessesOfTest(test: "tdead").coordinator)
            kill(process, SIGKILL)
            _ = try await running
            // Somebody's own ticket that speaks of the test.
            let token = try await server.logIn()
            let made = try await SessionClient(url: server.url).request(
                "POST",
                "/api/tickets",
                token: token,
                body: #"{"title":"What is tdead?"}"#
            )
            #expect(made.status == 201)
            let open = try await server.openTickets(of: "tdead")
            #expect(open > 1)
            let closing = try await server.program().run("load", "close", "--test", "tdead")
            #expect(closing.status == 0, "\(closing.error)")
            #expect(closing.output == "Closed \(open - 1) tickets of the test tdead.\n")
            #expect(try await server.openTickets(of: "tdead") == 1)
            let again = try await server.program().run("load", "close", "--test", "tdead")
            #expect(again.output == "Closed 0 tickets of the test tdead.\n")
            try await server.program().run("load", "close").expectComplaint("--test", status: 64)
        }
    }

    /// The outcome of a run that goes on while its server ends.
    private actor OutcomeBox {
        private nonisolated let stream: AsyncThrowingStream<BuiltProgram.Outcome, any Error>
        private nonisolated let continuation:
            AsyncThrowingStream<BuiltProgram.Outcome, any Error>.Continuation

        init() {
            (stream, continuation) = AsyncThrowingStream.makeStream()
        }

        /// Starts a run.
        nonisolated func start(
            _ run: @escaping @Sendable () async throws -> BuiltProgram.Outcome
        ) {
            // Ends with the run.
            Task {
                do {
                    continuation.yield(try await run())
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        }

        /// Waits for its end.
        func value() async throws -> BuiltProgram.Outcome {
            for try await outcome in stream { return outcome }
            throw CancellationError()
        }
    }
}
