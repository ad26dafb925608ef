import BilletsContracts
import Foundation
import Subprocess
import Testing

@Suite(.timeLimit(.minutes(3))) struct StoreTrustTests {
    @Test func `A store that would let anybody in does not start, and says what to do`()
        async throws
    {
        try await BuiltProgram().run("store").expectComplaint(
            "LES_BILLETS_STORE_SECRET",
            "LES_BILLETS_STORE_SECRET_FILE",
            "--store-tls-authority"
        )
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        try await BuiltProgram().with([
            "LES_BILLETS_STORE_TLS_CERTIFICATE": pair.certificate,
            "LES_BILLETS_STORE_TLS_KEY": pair.key,
        ]).run("store").expectComplaint("LES_BILLETS_STORE_SECRET")
    }

    @Test func `What is missing of a certificate is named, on both ends`() async throws {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let pair = try await authority.pair()
        let program = BuiltProgram().with(["LES_BILLETS_STORE_SECRET": "between us"])
        try await program.run("store", "--store-tls-certificate", pair.certificate)
            .expectComplaint("--store-tls-key")
        try await program.run("store", "--store-tls-key", pair.key)
            .expectComplaint("--store-tls-certificate")
        try await program.run("store", "--store-tls-authority", authority.certificate)
            .expectComplaint("--store-tls-certificate")
        try await program.run("store", "--store-tls-authority", "/none.pem")
            .expectComplaint("/none.pem", "exists")
        let gateway = program.with([
            "LES_BILLETS_STORE": "grpc://127.0.0.1:1", "LES_BILLETS_LOG_LEVEL": "error",
        ])
        try await gateway.run("gateway", "--listen", "127.0.0.1:0", "--store-tls-name", "store")
            .expectComplaint("--store-tls-authority")
        try await gateway.run("user", "list", "--store-tls-authority", pair.key)
            .expectComplaint(pair.key, "PEM")
    }

    @Test func `A store at a Unix-domain socket serves, also after it was killed`() async throws {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(in: folder)
            let socket = "unix:\(folder)/s"
            for signal in [Signal.kill, .terminate] {
                let outcome = try await program.serve(
                    "store",
                    "--listen",
                    socket,
                    endWith: signal
                ) { line in
                    #expect(line == socket)
                    let listed = try await program.run("user", "list", "--store", socket)
                    #expect(listed.status == 0, "\(listed.error)")
                    try await program.run("store", "--listen", socket, "--log-level", "error")
                        .expectComplaint("another process")
                }
                #expect(!outcome.error.contains("clear text"))
                let isThere = FileManager.default.fileExists(atPath: folder + "/s")
                #expect(isThere == (signal == .kill))
            }
        }
    }

    @Test func `A store that other machines reach without TLS says that all can be read`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(in: folder)
            let outcome = try await program.serve("store", "--listen", "0.0.0.0:0") { _ in }
            #expect(outcome.error.contains("in clear text"))
            #expect(!outcome.error.contains("between us"))
        }
    }

    @Test func `With certificates a store serves its own, and others are told why not`()
        async throws
    {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let store = try await authority.pair()
        let good = try await authority.pair()
        let expired = try await authority.pair(isExpired: true)
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(in: folder).without("LES_BILLETS_STORE_SECRET")
            let outcome = try await program.with(Self.trust(store, authority))
                .serve("store", "--listen", "127.0.0.1:0") { line in
                    let client = BuiltProgram().with([
                        "LES_BILLETS_STORE": line,
                        "LES_BILLETS_STORE_TLS_AUTHORITY": authority.certificate,
                    ])
                    let listed = try await client.with(Self.trust(good, authority))
                        .run("user", "list")
                    #expect(listed.status == 0, "\(listed.error)")
                    try await client.run("user", "list").expectComplaint("no certificate")
                    try await client.with(Self.trust(expired, authority)).run("user", "list")
                        .expectComplaint("certificate has expired")
                }
            #expect(outcome.error.contains("without a certificate was refused"))
        }
    }

    @Test func `A gateway whose certificate a new store does not accept says so in its readiness`()
        async throws
    {
        let authority = try await CertificateAuthority()
        defer { authority.remove() }
        let other = try await CertificateAuthority()
        defer { other.remove() }
        let store = try await authority.pair()
        let pair = try await authority.pair()
        try await TemporaryFolder.with { folder in
            let program = try await Self.program(in: folder)
                .with(["LES_BILLETS_STORE": "unix:\(folder)/s"])
            let (isServing, serves) = AsyncStream.makeStream(of: Void.self)
            let (isOver, ends) = AsyncStream.makeStream(of: Void.self)
            async let gateway = program.with(Self.trust(pair, authority))
                .serve("gateway", "--listen", "127.0.0.1:0", "--bus", "redis://127.0.0.1:1") {
                    serves.finish()
                    try await Self.waitUntilReadiness(of: $0, says: "does not know the authority")
                    ends.finish()
                }
            let listen = "unix:\(folder)/s"
            _ = try await program.with(Self.trust(store, authority))
                .serve("store", "--listen", listen) { _ in for await _ in isServing {} }
            _ = try await program.with(Self.trust(store, other))
                .serve("store", "--listen", listen) { _ in for await _ in isOver {} }
            let error = try await gateway.error
            #expect(error.contains("does not know the authority of the gateway's certificate"))
            #expect(!error.contains("between us"))
        }
    }

    /// The variables of a process that shows `pair` and believes certificates of `authority`.
    private static func trust(
        _ pair: CertificateAuthority.Pair,
        _ authority: CertificateAuthority
    ) -> [String: String] {
        [
            "LES_BILLETS_STORE_TLS_CERTIFICATE": pair.certificate,
            "LES_BILLETS_STORE_TLS_KEY": pair.key,
            "LES_BILLETS_STORE_TLS_AUTHORITY": authority.certificate,
        ]
    }

    /// The program with a database of its own and a secret.
    private static func program(in folder: String) async throws -> BuiltProgram {
        let program = BuiltProgram().with([
            "LES_BILLETS_DATABASE": folder + "/tickets.db",
            "LES_BILLETS_STORE_SECRET": "between us",
        ])
        _ = try await program.run("migrate")
        return program
    }

    /// Asks a gateway for `/readyz` until the answer holds `words`; the suite's time limit ends it.
    private static func waitUntilReadiness(of url: String, says words: String) async throws {
        let port = url.split(separator: ":").last.map(String.init) ?? ""
        let script = """
            exec 3<>"/dev/tcp/127.0.0.1/$0"
            printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3
            cat <&3
            """
        while true {
            let answer = try await Subprocess.run(
                .name("bash"),
                arguments: ["-c", script, port],
                output: .string(limit: BuiltProgram.outputBytesMaximum)
            )
            if answer.standardOutput.contains(words) { return }
        }
    }
}
