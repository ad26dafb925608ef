import Foundation
import Glibc
import Testing

@testable import les_billets

/// Load tests of several processes, which print one result.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LoadProcessesTests {
    private func parts(_ report: LoadJSON) throws -> [[String: Any]] {
        try #require(report.member("processes") as? [[String: Any]])
    }

    private func sum(_ key: String, _ parts: [[String: Any]]) -> Int {
        parts.reduce(0) { $0 + ($1[key] as? Int ?? 0) }
    }

    @Test func `Several processes send and see together what one would, and nothing is left over`()
        async throws
    {
        _ = try await LoadedServer.with { server in
            let outcome = try await server.program().run(
                "load",
                "fanout",
                "--sockets",
                "31",
                "--senders",
                "5",
                "--rate",
                "50",
                "--seconds",
                "2",
                "--processes",
                "3",
                "--loss",
                "0",
                "--failures",
                "0",
                "--test",
                "tjoint",
                "--json"
            )
            let report = try LoadJSON(outcome)
            #expect(report.status == 0)
            #expect(report.member("test") as? String == "tjoint")
            #expect(try report.number("sent") == 100)
            #expect(try report.number("accepted") == 100)
            try report.expectWhole(changes: 100, sockets: 36)
            #expect(try report.number("latency", "count") == 3_600)
            #expect(try report.number("answers", "count") == 100)
            let parts = try parts(report)
            #expect(parts.count == 3)
            #expect(parts.compactMap { $0["process"] as? Int } == [1, 2, 3])
            #expect(sum("sockets", parts) == 31)
            #expect(sum("senders", parts) == 5)
            #expect(sum("connected", parts) == 36)
            #expect(sum("sent", parts) == 100)
            #expect(sum("deliveries", parts) == 3_600)
            let latencies = parts.compactMap { $0["latency"] as? [String: Any] }
            #expect(sum("count", latencies) == 3_600)
            let longest = latencies.compactMap { $0["max"] as? Double }.max()
            #expect(try report.number("latency", "max") == longest)
            #expect(parts.allSatisfy { $0["failure"] is NSNull })
            #expect((report.member("slices") as? [Any])?.isEmpty == false)
            try await ProcessesOfTest(test: "tjoint").gone()
            #expect(try await server.openTickets(of: "tjoint") == 0)
        }
    }

    @Test func `A storm is one for the sockets of all processes`() async throws {
        _ = try await LoadedServer.with { server in
            let report = try LoadJSON(
                try await server.program().run(
                    "load",
                    "storm",
                    "--sockets",
                    "50",
                    "--rate",
                    "20",
                    "--seconds",
                    "2",
                    "--processes",
                    "2",
                    "--loss",
                    "0",
                    "--caught-up",
                    "1m",
                    "--json"
                )
            )
            #expect(report.status == 0)
            #expect(try report.number("stormed") == 50)
            #expect(try report.number("catchUps", "count") == 50)
            try report.expectWhole(changes: 40, sockets: 54)
        }
    }

    @Test func `The status and the table are as for one process`() async throws {
        _ = try await LoadedServer.with { server in
            let outcome = try await server.program().run(
                "load",
                "fanout",
                "--sockets",
                "4",
                "--seconds",
                "0.5",
                "--processes",
                "2",
                "--p50",
                "1us",
                "--loss",
                "0"
            )
            #expect(outcome.status == LoadCommand.notHeldStatus)
            #expect(outcome.output.contains("NOT HELD p50: wanted 0.001 ms at most"))
            #expect(outcome.output.contains("held     loss"))
            #expect(outcome.output.contains("process 1"))
            #expect(outcome.output.contains("process 2"))
            #expect(outcome.complaintsOfLoad == [])
            try await server.program(emails: "").with(["LES_BILLETS_TOKEN": "bad"])
                .run("load", "idle", "--sockets", "4", "--processes", "2")
                .expectComplaint("4 × HTTP 401", "token")
        }
    }

    @Test func `A process that dies is told of, and the others report what they found`()
        async throws
    {
        let processes = ProcessesOfTest(test: "tkilled")
        _ = try await LoadedServer.with { server in
            async let running = server.program().run(
                "load",
                "fanout",
                "--sockets",
                "9",
                "--senders",
                "3",
                "--seconds",
                "600",
                "--processes",
                "3",
                "--test",
                "tkilled",
                "--json"
            )
            try await server.changes(of: "tkilled")
            kill(processes.workers[1], SIGKILL)
            let report = try LoadJSON(try await running)
            #expect(report.status == LoadCommand.incompleteStatus)
            #expect(report.member("held") as? Bool == false)
            #expect(report.member("interrupted") as? Bool == true)
            #expect(report.notes.contains("Process 2 of 3 was ended by signal 9"))
            #expect(try report.number("failures", "process 2 was ended by signal 9") == 4)
            #expect(try report.number("lost") == 0)
            let parts = try parts(report)
            #expect(parts[1]["failure"] as? String == "was ended by signal 9")
            #expect(parts[0]["failure"] is NSNull)
            #expect(parts[2]["sent"] as? Int ?? 0 > 0)
            try await processes.gone()
            // Its tickets are found by the id of the test.
            #expect(try await server.openTickets(of: "tkilled") == 0)
        }
    }

    @Test func `Ctrl-C ends all processes in order, with what was found so far`() async throws {
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
                "6",
                "--seconds",
                "600",
                "--processes",
                "2",
                "--test",
                "tstopped",
                "--json"
            )
            try await server.changes(of: "tstopped")
            #expect(FileManager.default.createFile(atPath: sign, contents: nil))
            let report = try LoadJSON(try await running)
            #expect(report.status == 0)
            #expect(report.member("interrupted") as? Bool == true)
            #expect(try report.number("seconds") < 600)
            #expect(try report.number("sent") > 0)
            #expect(try report.number("lost") == 0)
            #expect(try report.number("ticketsLeftOpen") == 0)
            try await ProcessesOfTest(test: "tstopped").gone()
            #expect(try await server.openTickets(of: "tstopped") == 0)
        }
    }

    @Test func `No process outlives the one that started it, however that ends`() async throws {
        let processes = ProcessesOfTest(test: "torphan")
        _ = try await LoadedServer.with { server in
            async let running = server.program().run(
                "load",
                "fanout",
                "--sockets",
                "6",
                "--seconds",
                "600",
                "--processes",
                "2",
                "--test",
                "torphan"
            )
            try await server.changes(of: "torphan")
            #expect(processes.workers.count == 2)
            kill(try #require(processes.coordinator), SIGKILL)
            #expect(try await running.status == 128 + SIGKILL)
            try await processes.gone()
        }
    }
}
