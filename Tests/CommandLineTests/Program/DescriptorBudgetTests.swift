import Foundation
import Subprocess
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(5))) struct DescriptorBudgetTests {
    /// A limit that leaves few sockets.
    private static let few = 256

    @Test func `Sockets, requests and the process's own needs fit into the limit`() {
        for limit in [0, 20, 66, 67, 68, 80, 200, 256, 1024, 20_000, 1_048_576] {
            let budget = DescriptorBudget(limit: limit, eventLoops: 1)
            #expect(budget.sockets >= 0)
            #expect(budget.sockets <= budget.connections)
            #expect(budget.connections <= max(0, limit - DescriptorBudget.ownDescriptors))
            // One request of HTTP has to get in to open the next socket.
            #expect(budget.sockets == 0 || budget.sockets < budget.connections)
        }
        #expect(DescriptorBudget(limit: 20_000, eventLoops: 2).sockets > 19_000)
        #expect(!DescriptorBudget(limit: 2048, eventLoops: 2).isSmall)
        #expect(DescriptorBudget(limit: 1024, eventLoops: 2).isSmall)
    }

    @Test func `A cluster holds what its balancer holds, and what its gateways hold together`() {
        for (descriptors, gateways) in [(256, 3), (20_000, 3), (20_000, 1), (400, 64), (40, 3)] {
            let capacity = ClusterCapacity(
                descriptors: descriptors,
                gateways: gateways,
                eventLoops: 1
            )
            let gateway = DescriptorBudget(limit: descriptors, eventLoops: 1)
            #expect(capacity.sockets <= gateways * gateway.sockets)
            #expect(capacity.sockets <= descriptors / 2)
        }
    }

    @Test func `A server holds as many sockets as it says, and warns where they are few`()
        async throws
    {
        try await Self.expectTrueNumber(
            of: [
                "serve", "--listen", "127.0.0.1:0", "--database", ":memory:", "--demo",
                "--no-limits",
            ],
            says: "This process may have 256 sockets and files: it holds "
        )
    }

    @Test func `A cluster holds as many sockets as it says, and warns where they are few`()
        async throws
    {
        try await Self.expectTrueNumber(
            of: ["cluster", "--port", "0", "--gateways", "2", "--demo", "--no-limits"],
            says: "Each process may have 256 sockets and files: the cluster holds "
        )
    }

    @Test(arguments: [
        ["serve", "--listen", "127.0.0.1:0", "--database", ":memory:"],
        ["gateway", "--listen", "127.0.0.1:0", "--bus", "redis://127.0.0.1:1"],
        ["cluster", "--port", "0"],
    ])
    func `Where no socket could be served, nothing starts`(arguments: [String]) async throws {
        try await TemporaryFolder.with { folder in
            var program = BuiltProgram().with(["LES_BILLETS_LOG_LEVEL": "error"])
            program.folder = folder
            let outcome = try await program.runWithDescriptors(60, arguments)
            outcome.expectComplaint("60 sockets and files", "ulimit -Hn")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func `The doctor says the same numbers`() async throws {
        for (limit, verdict) in [(60, "wrong"), (Self.few, "warning"), (4096, "ok")] {
            for flags in [[], ["--cluster"]] {
                let outcome = try await BuiltProgram().runWithDescriptors(
                    limit,
                    ["doctor", "--listen", "127.0.0.1:0"] + flags
                )
                let line = outcome.output.split(separator: "\n")
                    .first { $0.contains(" descriptors: ") }
                #expect(line?.hasPrefix(verdict) == true, "\(limit) \(flags): \(outcome.output)")
                #expect(line?.contains("may have \(limit) sockets and files") == true)
            }
        }
    }

    /// Sees that a server says how many sockets it holds, and that so many can be opened.
    private static func expectTrueNumber(
        of arguments: [String],
        says words: String
    ) async throws {
        try await TemporaryFolder.with { folder in
            var limited = BuiltProgram()
            let built = limited.path
            limited.folder = folder
            limited.path = "sh"
            let command = #"ulimit -n 256; exec "$@" 2> "$0""#
            let outcome = try await limited.serve(
                ["-c", command, folder + "/log", built] + arguments,
                endWith: .terminate
            ) { line in
                let log = try String(contentsOfFile: folder + "/log", encoding: .utf8)
                let said = try #require(log.firstRange(of: words), "\(log)")
                let sockets = try #require(Int(log[said.upperBound...].prefix(while: \.isNumber)))
                #expect(sockets > 20)
                #expect(log.contains("warning"), "\(log)")
                let url = try #require(line.firstMatch(of: /http:\/\/[^"]+/)).0
                let load = try await BuiltProgram().with(["LES_BILLETS_PASSWORD": "demo-password"])
                    .run(
                        "load",
                        "idle",
                        "--url",
                        String(url),
                        "--email",
                        "ada@example.com",
                        "--sockets",
                        "\(sockets)",
                        "--seconds",
                        "1",
                        "--failures",
                        "0"
                    )
                #expect(load.status == 0, "\(load.output) \(load.error)")
            }
            #expect(outcome.status == 0)
        }
    }
}
