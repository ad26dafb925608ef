import BilletsGateway
import Foundation
import Testing

@testable import les_billets

@Suite struct ClusterCommandTests {
    @Test func `A missing program is named, with Debian's package`() async throws {
        try await TemporaryFolder.with { folder in
            let tools = try Self.tools(in: folder)
            try await BuiltProgram().with(["PATH": tools])
                .run("cluster", "--port", "0", "--directory", folder + "/data")
                .expectComplaint("redis-server", "apt-get install redis-server")
        }
    }

    @Test func `A process that dies at start ends the cluster, and its last words are shown`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let tools = try Self.tools(in: folder)
            let fake = "#!/bin/sh\necho 'no memory today'\nexit 3\n"
            try fake.write(toFile: tools + "/redis-server", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: tools + "/redis-server"
            )
            let outcome = try await BuiltProgram().with(["PATH": tools])
                .run("cluster", "--port", "0", "--directory", folder + "/data")
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.error.contains("\n  no memory today\n"))
            #expect(
                outcome.complaints.last
                    == "les-billets: redis ended with status 3 at start: the last lines of its log are above."
            )
            #expect(!FileManager.default.fileExists(atPath: folder + "/data/run"))
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

    @Test func `TLS that is set up, but not spoken, is refused`() async throws {
        for variable in ["LES_BILLETS_TLS_CERTIFICATE", "LES_BILLETS_TLS_KEY"] {
            try await BuiltProgram().with([variable: "/a.pem"]).run("cluster", "--port", "0")
                .expectComplaint(variable, "proxy")
        }
    }

    @Test func `HAProxy understands its configuration`() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder + "/haproxy.cfg"
            for proxies in ["", "10.0.0.0/8,192.0.2.1,fd00::/8"] {
                try ClusterPlanTests.plan(.shared, trustedProxies: TrustedProxies(proxies))
                    .balancerConfiguration.text
                    .write(toFile: file, atomically: true, encoding: .utf8)
                var haproxy = BuiltProgram()
                haproxy.path = "haproxy"
                let outcome = try await haproxy.run("-c", "-q", "-f", file)
                #expect(outcome.status == 0)
                #expect(outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome.error)")
            }
        }
    }

    /// A folder with nothing in it but the programs of the system that every cluster needs.
    private static func tools(in folder: String) throws -> String {
        let tools = folder + "/tools"
        try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
        for name in ["env", "sh", "setpriv"] {
            try FileManager.default.createSymbolicLink(
                atPath: tools + "/" + name,
                withDestinationPath: "/usr/bin/" + name
            )
        }
        return tools
    }
}
