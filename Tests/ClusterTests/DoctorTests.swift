import BilletsDrills
import BilletsProcesses
import BilletsWire
import Foundation
import Subprocess
import Testing

@Suite("A doctor for clusters", .timeLimit(.minutes(3)))
struct DoctorTests {
    @Test(
        "In a cluster that is well, nothing is wrong, with what its gateways are told",
        arguments: ["shared", "remote"]
    )
    func healthy(_ store: String) async throws {
        try await RunningCluster.with(gateways: 2, store: store) { cluster in
            let gateway = try await cluster.status.gateways[1]
            let lines = try await Self.examine(as: gateway.member.pid)
            #expect(!lines.contains { $0.hasPrefix("wrong") }, "\(lines.joined(separator: "\n"))")
            for line in [
                "ok       port: At \(gateway.member.url.dropFirst("http://".count)) is gateway-2, and it is ready.",
                "ok       redis messages: What is published comes to whoever has subscribed.",
                "ok       settings: Every setting makes sense.",
            ] {
                #expect(lines.contains(line), "\(lines.joined(separator: "\n"))")
            }
            let subject = store == "shared" ? "database" : "store"
            #expect(lines.contains { $0.hasPrefix("ok       \(subject): ") })
            #expect(try await Self.healthcheck(as: gateway.member.pid) == "gateway-2 is ready.")
            // It looked, and did nothing: the same processes are there, and ready.
            #expect(try await cluster.sqlite("PRAGMA quick_check") == "ok")
            #expect(RunningCluster.isAlive(gateway.member.pid))
        }
    }

    /// What the doctor says in the environment, and with the options, of the gateway `pid`.
    private static func examine(as pid: Int32) async throws -> [String] {
        let options = try arguments(of: pid)
        let kept = ["--listen", "--store", "--bus", "--trusted-proxies", "--event-loops"]
        let pairs = zip(options, options.dropFirst()).filter { kept.contains($0.0) }
        let said = try await run(["doctor"] + pairs.flatMap { [$0.0, $0.1] }, as: pid)
        return said.split(separator: "\n").map(String.init)
    }

    private static func healthcheck(as pid: Int32) async throws -> String {
        let options = try arguments(of: pid)
        let listen = zip(options, options.dropFirst()).first { $0.0 == "--listen" }?.1 ?? ""
        return try await run(["healthcheck", "--listen", listen], as: pid)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func run(_ arguments: [String], as pid: Int32) async throws -> String {
        var variables: [Environment.Key: String] = [:]
        for variable in try words("/proc/\(pid)/environ") {
            let parts = variable.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, let key = Environment.Key(rawValue: parts[0]) {
                variables[key] = parts[1]
            }
        }
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments([RunningCluster.executable] + arguments),
            environment: .custom(variables),
            input: .none,
            output: .string(limit: 256 * 1024),
            error: .string(limit: 256 * 1024)
        )
        #expect(
            result.terminationStatus.isSuccess,
            "\(result.standardOutput) \(result.standardError)"
        )
        return result.standardOutput
    }

    private static func arguments(of pid: Int32) throws -> [String] {
        try words("/proc/\(pid)/cmdline")
    }

    /// The words of a file in which each ends with a NUL (proc(5)).
    private static func words(_ path: String) throws -> [String] {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            .split(separator: "\0").map(String.init)
    }
}
