import Foundation
import Testing

@testable import les_billets

@Suite struct ClusterCommandTests {
    @Test func `A missing program is named, with Debian's package`() async throws {
        try await TemporaryFolder.with { folder in
            let tools = folder + "/tools"
            try FileManager.default.createDirectory(
                atPath: tools,
                withIntermediateDirectories: true
            )
            for name in ["env", "sh", "setpriv"] {
                try FileManager.default.createSymbolicLink(
                    atPath: tools + "/" + name,
                    withDestinationPath: "/usr/bin/" + name
                )
            }
            try await BuiltProgram().with(["PATH": tools])
                .run("cluster", "--port", "0", "--directory", folder + "/data")
                .expectComplaint("redis-server", "apt-get install redis-server")
        }
    }

    @Test func `A port that is taken is named`() async throws {
        _ = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:"
        ) { line in
            let port = line.split(separator: ":").last.map(String.init) ?? ""
            try await TemporaryFolder.with { folder in
                try await BuiltProgram().run("cluster", "--port", port, "--directory", folder)
                    .expectComplaint("Port \(port)", "--port")
            }
        }
    }

    @Test func `A folder that cannot be made is named`() async throws {
        try await BuiltProgram().run("cluster", "--port", "0", "--directory", "/proc/nothing")
            .expectComplaint("/proc/nothing", "--directory")
    }

    @Test func `HAProxy understands its configuration`() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder + "/haproxy.cfg"
            try ClusterPlanTests.plan(.shared).balancerConfiguration.text
                .write(toFile: file, atomically: true, encoding: .utf8)
            var haproxy = BuiltProgram()
            haproxy.path = "haproxy"
            let outcome = try await haproxy.run("-c", "-q", "-f", file)
            #expect(outcome.status == 0)
            #expect(outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome.error)")
        }
    }
}
