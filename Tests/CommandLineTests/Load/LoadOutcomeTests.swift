import BilletsLoad
import Foundation
import Subprocess
import Testing

@testable import les_billets

/// What a load test says in the end, and what it does when something is wrong.
@Suite(.serialized) struct LoadOutcomeTests {
    @Test func `An objective that does not hold has a status of its own`() async throws {
        _ = try await LoadedServer.with { server in
            let outcome = try await server.program().run(
                "load",
                "fanout",
                "--sockets",
                "2",
                "--seconds",
                "0.5",
                "--p50",
                "1us",
                "--loss",
                "0"
            )
            #expect(outcome.status == LoadCommand.notHeldStatus)
            #expect(outcome.output.contains("NOT HELD p50: wanted 0.001 ms at most"))
            #expect(outcome.output.contains("held     loss"))
            #expect(outcome.complaintsOfLoad == [])
        }
    }

    @Test(arguments: StreamTampering.allCases)
    func `A flaw of the stream is seen`(tampering: StreamTampering) async throws {
        _ = try await LoadedServer.with { server in
            let road = try await TamperingRoad.start(to: server.url, tampering: tampering)
            let program = server.program(url: "http://127.0.0.1:\(road.port)")
            let outcome = try await program.run(
                "load",
                "fanout",
                "--sockets",
                "3",
                "--senders",
                "1",
                "--seconds",
                "1",
                "--loss",
                "0",
                "--json"
            )
            await road.stop()
            let report = try LoadJSON(outcome)
            #expect(report.status == LoadCommand.notHeldStatus)
            #expect(try report.number("lost") == (tampering == .lose ? 1 : 0))
            #expect(try report.number("repeated") == (tampering == .repeat ? 1 : 0))
            #expect(try report.number("outOfOrder") == (tampering == .swap ? 1 : 0))
            #expect(road.isDone)
        }
    }

    @Test func `A plot is written as an SVG`() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await LoadedServer.with { server in
                let path = folder + "/latency.svg"
                let outcome = try await server.program().run(
                    "load",
                    "fanout",
                    "--sockets",
                    "2",
                    "--seconds",
                    "0.5",
                    "--plot",
                    path
                )
                #expect(outcome.status == 0, "\(outcome.error)")
                let text = try String(contentsOfFile: path, encoding: .utf8)
                #expect(text.contains("<svg"))
                #expect(text.contains("<polyline"))
                try await server.program()
                    .run("load", "idle", "--plot", folder + "/none/latency.svg")
                    .expectComplaint("--plot")
            }
        }
    }

    @Test func `Ctrl-C ends a test in order, with what was found so far`() async throws {
        try await TemporaryFolder.with { folder in
            try await interrupt(sign: folder + "/interrupt")
        }
    }

    private func interrupt(sign: String) async throws {
        _ = try await LoadedServer.with { server in
            async let running = server.program().runInterrupted(
                whenThereIs: sign,
                "load",
                "fanout",
                "--sockets",
                "5",
                "--seconds",
                "600",
                "--json"
            )
            // Changes are on their way when some ticket has been changed a few times.
            let token = try await server.logIn()
            while try await server.tickets(token).allSatisfy({ ($0["version"] as? Int ?? 0) < 5 }) {
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(FileManager.default.createFile(atPath: sign, contents: nil))
            let outcome = try await running
            let report = try LoadJSON(outcome)
            #expect(report.status == 0)
            #expect(report.member("interrupted") as? Bool == true)
            #expect(try report.number("seconds") > 0)
            #expect(try report.number("seconds") < 600)
            #expect(try report.number("sent") > 0)
            #expect(try report.number("lost") == 0)
        }
    }

    @Test func `Limits that are hit are explained`() async throws {
        _ = try await LoadedServer.with(limits: true) { server in
            // First, since a user who has sent too much is refused more than sockets.
            let crowd = try LoadJSON(
                try await server.program().run(
                    "load",
                    "idle",
                    "--sockets",
                    "300",
                    "--seconds",
                    "0.5",
                    "--json"
                )
            )
            #expect(try crowd.number("connected") == 256)
            #expect(try crowd.number("failures", "HTTP 429") == 44)
            #expect(crowd.notes.contains("--no-limits"))
            let busy = try LoadJSON(
                try await server.program().run(
                    "load",
                    "fanout",
                    "--sockets",
                    "1",
                    "--rate",
                    "1500",
                    "--seconds",
                    "1",
                    "--json"
                )
            )
            #expect(try busy.number("rejected", "rate_limited") > 0)
            #expect(busy.notes.contains("--no-limits"))
        }
    }

    @Test func `Whoever is not let in is told why`() async throws {
        try await BuiltProgram().run("load", "idle")
            .expectComplaint("--email", "--token-file")
        try await BuiltProgram().run("load", "idle", "--email", "ada@example.com")
            .expectComplaint("--password-file", "LES_BILLETS_PASSWORD")
        let away = [
            "LES_BILLETS_URL": "http://127.0.0.1:1", "LES_BILLETS_EMAIL": "ada@example.com",
        ]
        try await BuiltProgram().with(away).with(["LES_BILLETS_PASSWORD": "x"]).run("load", "idle")
            .expectComplaint("http://127.0.0.1:1", "connection refused", "--url")
        try await BuiltProgram().with(away).with([
            "LES_BILLETS_EMAIL": "", "LES_BILLETS_TOKEN": "x",
        ])
        .run("load", "idle").expectComplaint("connection refused", "--url")
        _ = try await LoadedServer.with { server in
            try await server.program().with(["LES_BILLETS_PASSWORD": "wrong-password"])
                .run("load", "idle").expectComplaint("ada@example.com", "password")
            try await server.program(emails: "").with(["LES_BILLETS_TOKEN": "bad"])
                .run("load", "idle").expectComplaint("HTTP 401", "token")
        }
    }

    @Test func `A token opens sockets, too`() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await LoadedServer.with { server in
                let token = try await server.logIn()
                let path = folder + "/token"
                try (token + "\n").write(toFile: path, atomically: true, encoding: .utf8)
                let outcome = try await BuiltProgram().run(
                    "load",
                    "idle",
                    "--url",
                    server.url,
                    "--token-file",
                    path,
                    "--sockets",
                    "3",
                    "--seconds",
                    "0.2",
                    "--json"
                )
                #expect(try LoadJSON(outcome).number("connected") == 3)
            }
        }
    }

    @Test func `Sockets that do not fit into the process are explained`() async throws {
        _ = try await LoadedServer.with { server in
            let outcome = try await server.program()
                .runWithDescriptors(100, "load", "idle", "--sockets", "200")
            outcome.expectComplaint("ulimit -Hn")
        }
    }
}
