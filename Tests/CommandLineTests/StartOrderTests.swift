import BilletsContracts
import BilletsLoad
import BilletsProcesses
import Subprocess
import Synchronization
import Testing

@testable import les_billets

@Suite struct StartOrderTests {
    @Test func `A gateway may be started before its store process and before Redis`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            _ = try await BuiltProgram().run("migrate", "--database", path)
            let redis = try await RedisServer.start()
            defer { redis.stop() }
            redis.kill()
            var generator = SystemRandomNumberGenerator()
            let reserved = try FreePorts.reserve(1, using: &generator)[0]
            defer { withExtendedLifetime(reserved) {} }
            let port = reserved.number
            let program = BuiltProgram().with(["LES_BILLETS_STORE_SECRET": "between us"])
            let outcomes = try await withThrowingTaskGroup(of: BuiltProgram.Outcome.self) { group in
                group.addTask { try await Self.serveGateway(program, port, redis) }
                group.addTask {
                    // Ends with the gateway, which does not say anything before this one serves.
                    try await program.serve(
                        "store",
                        "--database",
                        path,
                        "--listen",
                        "127.0.0.1:\(port)",
                        endWith: .terminate
                    ) { _ in await Self.gatewayHasServed.wait() }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.error))")
        }
    }

    @Test func `A store process that finds no migrated database says so, and what to do`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with([
                "LES_BILLETS_STORE_SECRET": "between us", "LES_BILLETS_LOG_LEVEL": "critical",
            ])
            let path = folder + "/tickets.db"
            let absent = try await program.run(
                "store",
                "--database",
                path,
                "--listen",
                "127.0.0.1:0"
            )
            absent.expectComplaint(path, "les-billets migrate")
            var shell = BuiltProgram()
            shell.path = "sh"
            _ = try await shell.run("-c", ": > \"$0\"", path)
            for arguments in [
                ["store", "--database", path, "--listen", "127.0.0.1:0"],
                ["gateway", "--store", "sqlite:" + path, "--listen", "127.0.0.1:0"],
            ] {
                let outcome = try await program.run(
                    arguments[0],
                    arguments[1],
                    arguments[2],
                    arguments[3],
                    arguments[4]
                )
                outcome.expectComplaint(path, "les-billets migrate")
            }
        }
    }

    private static let gatewayHasServed = Gate()

    private static func serveGateway(
        _ program: BuiltProgram,
        _ port: Int,
        _ redis: RedisServer
    ) async throws -> BuiltProgram.Outcome {
        defer { gatewayHasServed.open() }
        return try await program.serve(
            "gateway",
            "--listen",
            "127.0.0.1:0",
            "--store",
            "grpc://127.0.0.1:\(port)",
            "--bus",
            redis.url,
            endWith: .terminate
        ) { line in
            let http = SessionClient(url: line)
            let unwell = try await http.request("GET", "/readyz")
            #expect(unwell.status == 503)
            #expect(unwell.body.contains("cannot be reached"))
            try await redis.restart()
            var status = unwell.status
            for _ in 0..<1200 {
                status = try await http.request("GET", "/readyz").status
                if status == 200 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(status == 200)
        }
    }
}

/// A door that is opened once.
private final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>(
        (false, [])
    )

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
