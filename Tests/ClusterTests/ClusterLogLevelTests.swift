import BilletsDrills
import BilletsLoad
import BilletsWire
import Foundation
import Glibc
import Testing

/// The log levels of a real cluster's gateways, whichever of them is asked.
@Suite("Log levels of a cluster", .serialized, .timeLimit(.minutes(5)))
struct ClusterLogLevelTests {
    @Test(
        "An administrator changes every gateway or one, also without Redis, and hears who did not confirm",
        arguments: ["shared", "remote"]
    )
    func levels(_ store: String) async throws {
        try await RunningCluster.with(
            store: store,
            environment: ["LES_BILLETS_LOG_LEVEL": "warning"]
        ) { cluster in
            let status = try await cluster.status
            let client = SessionClient(url: status.gateways[0].member.url)
            let token = try await cluster.logIn("ada")
            func put(_ body: String) async throws -> String {
                try await client.request("PUT", "/api/log-level", token: token, body: body).body
            }
            func levels() async throws -> String {
                try await client.request("GET", "/api/log-level", token: token).body
            }
            #expect(try await levels() == Self.list(["warning", "warning", "warning"]))
            #expect(
                try await put(#"{"level":"debug"}"#)
                    == #"{"level":"debug","confirmed":["gateway-1","gateway-2","gateway-3"],"unconfirmed":[]}"#
            )
            #expect(try await levels() == Self.list(["debug", "debug", "debug"]))
            for number in 1...3 {
                let log = try String(
                    contentsOfFile: cluster.folder + "/logs/gateway-\(number).log",
                    encoding: .utf8
                )
                #expect(log.contains("The log level was warning, and is now debug."))
            }

            let redis = Suspension(of: status.redis.pid)
            #expect(
                try await put(#"{"level":"error","node":"gateway-3"}"#)
                    == #"{"level":"error","confirmed":["gateway-3"],"unconfirmed":[]}"#
            )
            redis.end()

            let gateway = Suspension(of: status.gateways[1].member.pid)
            #expect(
                try await put(#"{"level":"info"}"#)
                    == #"{"level":"info","confirmed":["gateway-1","gateway-3"],"unconfirmed":["gateway-2"]}"#
            )
            gateway.end()

            kill(status.gateways[2].member.pid, SIGKILL)
            _ = try await cluster.waitForStatus {
                $0.gateways[2].member.pid != status.gateways[2].member.pid
            }
            let first = try await put(#"{"level":"notice","node":"gateway-1"}"#)
            #expect(first == #"{"level":"notice","confirmed":["gateway-1"],"unconfirmed":[]}"#)
            #expect(try await levels().contains(Self.entry("gateway-3", "warning")))
        }
    }

    private static func entry(_ node: String, _ level: String) -> String {
        #"{"node":"\#(node)","level":"\#(level)","configured":"warning"}"#
    }

    private static func list(_ levels: [String]) -> String {
        let entries = levels.enumerated().map { entry("gateway-\($0 + 1)", $1) }
        return #"{"gateways":[\#(entries.joined(separator: ","))]}"#
    }
}

/// A process that is stopped until `end`, or until this value's life ends.
private final class Suspension: Sendable {
    private let pid: Int32

    init(of pid: Int32) {
        self.pid = pid
        kill(pid, SIGSTOP)
    }

    func end() {
        kill(pid, SIGCONT)
    }

    deinit {
        kill(pid, SIGCONT)
    }
}
