import BilletsContracts
import BilletsLoad
import BilletsProcesses
import Foundation
import Subprocess
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(3))) struct HealthcheckTests {
    @Test func `A gateway that is ready is healthy, by its own settings and by its URL`()
        async throws
    {
        let outcome = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:"
        ) { url in
            let address = String(url.dropFirst("http://".count))
            for program in [
                try await BuiltProgram().with(["LES_BILLETS_LISTEN": address]).run("healthcheck"),
                try await BuiltProgram().run("healthcheck", "--listen", address),
                try await BuiltProgram().run("healthcheck", "--url", url),
                // A gateway's own store is in its environment, and is not what is asked for.
                try await BuiltProgram().with(["LES_BILLETS_STORE": "grpc://127.0.0.1:1"])
                    .run("healthcheck", "--url", url),
            ] {
                #expect(program.status == 0, "\(program.error)")
                #expect(program.output == "serve is ready.\n")
                #expect(program.error.isEmpty)
            }
        }
        #expect(outcome.status == 0)
    }

    @Test func `A gateway that is not ready says why`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/tickets.db"
            _ = try await BuiltProgram().run("migrate", "--database", path)
            _ = try await BuiltProgram().serve(
                "gateway",
                "--node",
                "gateway-7",
                "--listen",
                "127.0.0.1:0",
                "--bus",
                "redis://127.0.0.1:1",
                "--store",
                "sqlite:" + path,
                endWith: .terminate
            ) { url in
                try await BuiltProgram().run("healthcheck", "--url", url)
                    .expectComplaint("gateway-7 is not ready: ", "the bus is unwell", "127.0.0.1:1")
            }
        }
    }

    @Test func `Where nobody listens, and where somebody else does, is said`() async throws {
        try await BuiltProgram().run("healthcheck", "--listen", "127.0.0.1:1")
            .expectComplaint("The gateway at 127.0.0.1:1 cannot be asked: nobody listens there")
        let redis = try await RedisServer.start()
        defer { redis.stop() }
        try await BuiltProgram().run("healthcheck", "--listen", "127.0.0.1:\(redis.port)")
            .expectComplaint("127.0.0.1:\(redis.port)")
        try await BuiltProgram().run("healthcheck", "--store", "sqlite:a.db")
            .expectComplaint("no process", status: 64)
        try await BuiltProgram().run("healthcheck", "--url", "http://a", "--store", "unix:/s")
            .expectComplaint("not both", status: 64)
    }

    @Test func `A gateway that is asked over TLS, and does not speak it, is called that`()
        async throws
    {
        _ = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:"
        ) { url in
            let https = url.replacing("http://", with: "https://")
            try await BuiltProgram().run("healthcheck", "--url", https)
                .expectComplaint("does not speak TLS", "http://")
        }
    }

    @Test func `A server that hangs is given up`() async throws {
        let redis = try await RedisServer.start()
        defer { redis.stop() }
        redis.pause()
        try await BuiltProgram().run("healthcheck", "--listen", "127.0.0.1:\(redis.port)")
            .expectComplaint("no answer in time")
        try await BuiltProgram().run("healthcheck", "--store", "grpc://127.0.0.1:\(redis.port)")
            .expectComplaint("127.0.0.1:\(redis.port)")
    }

    @Test func `A gateway that speaks TLS is asked over TLS, whatever name its certificate has`()
        async throws
    {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair(for: "DNS:desk.example.com")
        let local = try await authority.pair()
        let tls = BuiltProgram().with([
            "LES_BILLETS_TLS_CERTIFICATE": pair.certificate, "LES_BILLETS_TLS_KEY": pair.key,
        ])
        _ = try await tls.serve("serve", "--listen", "127.0.0.1:0", "--database", ":memory:") {
            url in
            let listen = String(url.dropFirst("https://".count))
            let own = try await tls.run("healthcheck", "--listen", listen)
            #expect(own.status == 0, "\(own.error)")
            // Somebody else's gateway must show who it is.
            try await BuiltProgram().run("healthcheck", "--url", url)
                .expectComplaint("no authority that is trusted")
            try await BuiltProgram()
                .run("healthcheck", "--url", url, "--tls-authority", authority.certificate)
                .expectComplaint("for another name")
            try await BuiltProgram().run("healthcheck", "--listen", listen).expectComplaint(listen)
        }
        _ = try await BuiltProgram().serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:",
            "--tls-certificate",
            local.certificate,
            "--tls-key",
            local.key
        ) { url in
            let known = try await BuiltProgram()
                .run("healthcheck", "--url", url, "--tls-authority", authority.certificate)
            #expect(known.status == 0, "\(known.error)")
        }
    }

    @Test func `A store process is asked with what a gateway would show it`() async throws {
        try await TemporaryFolder.with { folder in
            let program = BuiltProgram().with(["LES_BILLETS_STORE_SECRET": "between us"])
            _ = try await program.run("migrate", "--database", folder + "/a.db")
            let socket = "unix:\(folder)/s"
            _ = try await program.serve(
                "store",
                "--database",
                folder + "/a.db",
                "--listen",
                socket,
                endWith: .terminate
            ) { _ in
                let healthy = try await program.run("healthcheck", "--store", socket)
                #expect(healthy.status == 0, "\(healthy.error)")
                #expect(healthy.output.contains("serves, version \(Version.current)"))
                try await BuiltProgram().run("healthcheck", "--store", socket)
                    .expectComplaint("secret")
            }
            try await program.run("healthcheck", "--store", socket).expectComplaint(socket)
        }
    }
}
