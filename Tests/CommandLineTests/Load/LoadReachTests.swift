import BilletsContracts
import BilletsProcesses
import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import les_billets

/// A gateway that cannot be put under load is told of before anything else is done.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LoadReachTests {
    private func load(_ url: String, _ more: String...) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram().with(["LES_BILLETS_TOKEN": "x"])
            .run(["load", "idle", "--sockets", "3", "--seconds", "0.2", "--url", url] + more)
    }

    @Test func `A port where nobody listens, and a host that is none, are named`() async throws {
        try await load("http://127.0.0.1:1")
            .expectComplaint("http://127.0.0.1:1", "connection refused", "--url")
        try await load("http://no-such-host.invalid")
            .expectComplaint("no-such-host.invalid", "no such host")
    }

    @Test func `Another server than a gateway is named`() async throws {
        let redis = try await RedisServer.start()
        defer { redis.stop() }
        try await load("http://127.0.0.1:\(redis.port)").expectComplaint(
            "closes connections without an answer",
            "--url"
        )
    }

    @Test
    func `TLS behind http, none behind https, and a certificate that is not trusted are named`()
        async throws
    {
        _ = try await LoadedServer.with { server in
            try await load(server.url.replacing("http://", with: "https://"))
                .expectComplaint("does not speak TLS", "http://")
        }
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        let tls = BuiltProgram().with([
            "LES_BILLETS_TLS_CERTIFICATE": pair.certificate, "LES_BILLETS_TLS_KEY": pair.key,
        ])
        _ = try await tls.serve("serve", "--listen", "127.0.0.1:0", "--database", ":memory:") {
            url in
            try await load(url.replacing("https://", with: "http://"))
                .expectComplaint("https://")
            try await load(url).expectComplaint("not of a trusted authority", "--tls-authority")
            try await load(url, "--tls-authority", authority.certificate)
                .expectComplaint("HTTP 401")
        }
    }

    @Test func `One gateway of several that is not there is warned of, and the test goes on`()
        async throws
    {
        _ = try await LoadedServer.with { server in
            let outcome = try await server.program(url: "http://127.0.0.1:1,\(server.url)").run(
                "load",
                "idle",
                "--sockets",
                "4",
                "--seconds",
                "0.2",
                "--failures",
                "0"
            )
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(outcome.error.contains("Warning: http://127.0.0.1:1 cannot be used"))
            #expect(outcome.output.contains("4 of 4"))
        }
    }

    @Test func `A host that takes connections and says nothing is told of while it is waited for`()
        async throws
    {
        let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = silent.localAddress?.port ?? 0
        let outcome = try await load("http://127.0.0.1:\(port)")
        try await silent.close()
        #expect(outcome.status == 1)
        #expect(outcome.complaints.count == 2, "\(outcome.error)")
        #expect(outcome.complaints.first?.contains("waiting for its answer") == true)
        #expect(outcome.complaints.last?.contains("does not answer") == true)
    }
}
