import BilletsProcesses
import Subprocess
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(5))) struct NodeNameTests {
    @Test
    func `A second server on one file is refused with what to do, and serves by another name`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            let outcome = try await serve(path) { _ in
                let second = try await Self.quiet
                    .run("serve", "--listen", "127.0.0.1:0", "--database", path)
                second.expectComplaint("'serve'", "--node")
                let third = try await BuiltProgram()
                    .serve(
                        "serve",
                        "--listen",
                        "127.0.0.1:0",
                        "--database",
                        path,
                        "--node",
                        "other",
                        endWith: .terminate
                    ) { #expect($0.hasPrefix("http://")) }
                #expect(third.status == 0, "\(third.error)")
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    @Test(arguments: [Signal.kill, .terminate])
    func `A server comes back at once, however it ended`(signal: Signal) async throws {
        try await TemporaryFolder.with { folder in
            for _ in 0..<3 {
                let outcome = try await serve(folder + "/tickets.db", endWith: signal) { _ in }
                #expect(outcome.status == (signal == .kill ? 137 : 0), "\(outcome.error)")
                #expect(!outcome.error.contains("Another process"))
            }
        }
    }

    @Test func `Gateways of one store process share no name either, and come back after a kill`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            _ = try await BuiltProgram().run("migrate", "--database", path)
            let redis = try await RedisServer.start()
            defer { redis.stop() }
            let program = Self.quiet.with([
                "LES_BILLETS_STORE_SECRET": "between us", "LES_BILLETS_BUS": redis.url,
            ])
            let outcome = try await program.serve(
                "store",
                "--database",
                path,
                "--listen",
                "127.0.0.1:0",
                endWith: .terminate
            ) { store in
                let first = try await Self.gateway(program, store, endWith: .kill) { _ in
                    let second = try await program.run(Self.arguments(store))
                    second.expectComplaint("'desk'", "--node")
                    let shared = try await program.run(Self.arguments("sqlite:" + path))
                    shared.expectComplaint("'desk'", "--node")
                }
                #expect(first.status == 137)
                let next = try await Self.gateway(program, store, endWith: .terminate) { _ in }
                #expect(next.status == 0, "\(next.error)")
            }
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }

    /// Says nothing but why it ends.
    private static let quiet = BuiltProgram().with(["LES_BILLETS_LOG_LEVEL": "critical"])

    private static func arguments(_ store: String) -> [String] {
        ["gateway", "--listen", "127.0.0.1:0", "--store", store, "--node", "desk"]
    }

    private static func gateway(
        _ program: BuiltProgram,
        _ store: String,
        endWith signal: Signal,
        _ body: @Sendable (String) async throws -> Void
    ) async throws -> BuiltProgram.Outcome {
        try await program.serve(
            "gateway",
            "--listen",
            "127.0.0.1:0",
            "--store",
            store,
            "--node",
            "desk",
            endWith: signal,
            body: body
        )
    }

    private func serve(
        _ database: String,
        endWith signal: Signal = .terminate,
        _ body: @Sendable (String) async throws -> Void
    ) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            database,
            endWith: signal,
            body: body
        )
    }
}
