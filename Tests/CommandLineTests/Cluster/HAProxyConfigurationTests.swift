import BilletsGateway
import Foundation
import Testing

@testable import les_billets

@Suite struct HAProxyConfigurationTests {
    @Test(arguments: BalancerFile.allCases)
    func `Each file of the repository is what its source renders`(file: BalancerFile) throws {
        let path = Self.root.appending(path: file.path)
        #expect(
            try String(contentsOf: path, encoding: .utf8) == file.configuration.text,
            "run deploy/generate-balancer"
        )
    }

    @Test func `The program prints what deploy/generate-balancer writes`() async throws {
        for file in BalancerFile.allCases {
            let outcome = try await BuiltProgram().run("balancer", file.rawValue)
            #expect(outcome.status == 0)
            #expect(outcome.output == file.configuration.text)
        }
        let unknown = try await BuiltProgram().run("balancer", "nginx")
        #expect(unknown.status == 64 && unknown.error.contains("compose-tls"), "\(unknown.error)")
    }

    @Test func `All installations have the same rules for clients and timeouts`() throws {
        let cluster = Self.cluster(proxies: try TrustedProxies("10.0.0.0/8"))
        let rules = Self.rules(of: cluster)
        #expect(rules.count > 20)
        for file in BalancerFile.allCases {
            let others = Self.rules(of: file.configuration)
            #expect(others.filter { !$0.contains("Proto https") } == rules, "\(file)")
        }
    }

    @Test func `An address holds at most the limit of connections, and half of all`() {
        let line = "tcp-request connection reject if { sc0_conn_cur gt "
        #expect(Self.cluster(limit: .atMost(2000)).text.contains(line + "2000 }\n"))
        // (1024 - 128 - 4) / 2 connections in all.
        #expect(
            Self.cluster(limit: .atMost(2000), descriptors: 1024).text.contains(line + "223 }\n")
        )
    }

    @Test func `Without a limit no connection is counted`() {
        let text = Self.cluster(limit: .unlimited).text
        #expect(!text.contains("sc0"))
    }

    @Test func `The limit of addresses stands before anything is read, and spares trusted proxies`()
        throws
    {
        let text = Self.cluster(proxies: try TrustedProxies("192.0.2.7")).text
        #expect(text.contains("acl from_proxy src 192.0.2.7\n"))
        #expect(
            text.contains(
                "tcp-request connection track-sc0 src,ipmask(32,64) table addresses unless from_proxy\n"
            )
        )
    }

    /// The lines that hold for every client in every installation.
    private static func rules(of configuration: HAProxyConfiguration) -> [Substring] {
        configuration.text.split(separator: "\n").filter { line in
            ["X-Forwarded-", "set-src", "timeout ", "track-sc0", "stick-table", "path /metrics }"]
                .contains { line.contains($0) }
                && !line.contains("use-service") && !line.hasPrefix("    #")
                && !line.contains("timeout re") && !line.contains("hold timeout")
        }
        .reduce(into: []) { lines, line in
            // With TLS there are two doors, which count connections alike.
            if lines.last != line && !(line.contains("track-sc0") && lines.contains(line)) {
                lines.append(line)
            }
        }
    }

    private static func cluster(
        proxies: TrustedProxies = .none,
        limit: ConnectionCap = .atMost(2000),
        descriptors: Int = 20_000
    ) -> HAProxyConfiguration {
        .cluster(
            listen: ListenAddress(host: "127.0.0.1", port: 8080),
            servers: [
                HAProxyConfiguration.Server(
                    node: "gateway-1",
                    address: ListenAddress(host: "127.0.0.1", port: 8081)
                )
            ],
            trustedProxies: proxies,
            connectionsPerAddress: limit,
            descriptors: descriptors
        )
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
