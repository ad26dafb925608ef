import Foundation
import Subprocess
import Testing

/// Each scenario, for a short time, against a real server.
@Suite(.serialized) struct LoadScenarioTests {
    @Test func `idle holds sockets, and sends nothing`() async throws {
        try await run("idle", "--sockets", "50", "--seconds", "0.5", "--failures", "0") { report in
            #expect(report.status == 0)
            try report.expectWhole(changes: 0, sockets: 50)
            #expect(try report.number("sent") == 0)
            #expect(try report.number("connects", "count") == 50)
        }
    }

    @Test func `fanout brings every change to every socket, and measures each`() async throws {
        try await run(
            "fanout",
            "--sockets",
            "40",
            "--senders",
            "2",
            "--rate",
            "50",
            "--seconds",
            "2",
            "--loss",
            "0",
            "--p99",
            "1m",
            "--deliveries-per-second",
            "1"
        ) { report in
            #expect(report.status == 0)
            #expect(try report.number("sent") == 100)
            #expect(try report.number("accepted") == 100)
            try report.expectWhole(changes: 100, sockets: 42)
            #expect(try report.number("latency", "count") == 4_200)
            #expect(try report.number("latency", "p50") > 0)
            #expect(try report.number("latency", "p50") <= report.number("latency", "p99.9"))
            #expect(try report.number("answers", "count") == 100)
            #expect((report.member("slices") as? [Any])?.isEmpty == false)
        }
    }

    @Test func `A ramp leads into the rate`() async throws {
        try await run(
            "fanout",
            "--sockets",
            "2",
            "--rate",
            "100",
            "--ramp",
            "2s",
            "--seconds",
            "2"
        ) { report in
            let sent = try report.number("sent")
            // The area under the ramp.
            #expect(sent == 100)
        }
    }

    @Test func `storm sends all sockets away, and each sees what it missed`() async throws {
        try await run(
            "storm",
            "--sockets",
            "100",
            "--rate",
            "50",
            "--seconds",
            "3",
            "--caught-up",
            "1m",
            "--loss",
            "0"
        ) { report in
            #expect(report.status == 0)
            #expect(try report.number("stormed") == 100)
            #expect(try report.number("notCaughtUp") == 0)
            #expect(try report.number("catchUps", "count") == 100)
            #expect(try report.number("snapshots") == 0)
            try report.expectWhole(changes: 150, sockets: 104)
        }
    }

    @Test func `board is agents who look, lock, edit and unlock`() async throws {
        try await run(
            "board",
            "--sockets",
            "5",
            "--senders",
            "6",
            "--rate",
            "20",
            "--seconds",
            "2",
            emails: "ada@example.com,grace@example.com"
        ) { report in
            let rounds = try report.number("rounds", "count")
            let givenUp = try report.number("roundsGivenUp")
            #expect(rounds + givenUp == 40)
            #expect(rounds > 0)
            #expect(try report.number("lost") == 0)
            #expect(try report.number("latency", "count") > 0)
            // Whom somebody else's lock kept out.
            let rejected = report.member("rejected") as? [String: Any] ?? [:]
            #expect(Set(rejected.keys).isSubset(of: ["locked", "version_conflict", "not_locked"]))
        }
    }

    @Test func `Agents who are one user are in nobody's way`() async throws {
        try await run(
            "board",
            "--senders",
            "5",
            "--rate",
            "20",
            "--seconds",
            "1",
            "--rejections",
            "0"
        ) { report in
            let rounds = try report.number("rounds", "count")
            #expect(report.status == 0)
            #expect(rounds == 20)
        }
    }

    @Test func `write keeps a window of unanswered commands full`() async throws {
        try await run(
            "write",
            "--sockets",
            "3",
            "--senders",
            "4",
            "--window",
            "8",
            "--seconds",
            "1",
            "--rejections",
            "0",
            "--loss",
            "0",
            "--commands-per-second",
            "1"
        ) { report in
            #expect(report.status == 0)
            let sent = try report.number("sent")
            #expect(sent > 32)
            #expect(try report.number("accepted") == sent)
            try report.expectWhole(changes: sent, sockets: 7)
        }
    }

    @Test func `Several threads are as one`() async throws {
        try await run("fanout", "--sockets", "30", "--threads", "3", "--seconds", "1") { report in
            try report.expectWhole(changes: 20, sockets: 34)
        }
    }

    @Test func `The tickets of a test are closed in the end`() async throws {
        _ = try await LoadedServer.with { server in
            _ = try await server.program().run(
                "load",
                "fanout",
                "--sockets",
                "1",
                "--senders",
                "1",
                "--window",
                "2",
                "--seconds",
                "1"
            )
            let tickets = try await server.tickets(server.logIn())
            let ours = tickets.filter { ($0["title"] as? String)?.hasPrefix("Load test") == true }
            #expect(ours.count == 2)
            #expect(ours.allSatisfy { $0["status"] as? String == "closed" })
        }
    }

    private func run(
        _ arguments: String...,
        emails: String = "ada@example.com",
        check: @escaping @Sendable (LoadJSON) throws -> Void
    ) async throws {
        _ = try await LoadedServer.with { server in
            let words = ["load"] + arguments + ["--json"]
            try check(LoadJSON(try await server.program(emails: emails).run(words)))
        }
    }
}
