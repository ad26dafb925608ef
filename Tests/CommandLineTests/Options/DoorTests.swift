import ArgumentParser
import BilletsGateway
import Testing

@testable import les_billets

@Suite struct DoorTests {
    @Test(arguments: [
        ("https://desk.example.com", "https://desk.example.com"),
        ("HTTPS://Desk.Example.com:443", "https://desk.example.com"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://[::1]:8443", "https://[::1]:8443"), ("https://[::1]", "https://[::1]"),
        (" https://a ", "https://a"),
    ])
    func `An origin is kept as browsers write it`(text: String, origin: String) throws {
        #expect(try OriginList(parsing: text).origins == [origin])
    }

    @Test func `Several origins have commas between them`() throws {
        #expect(
            try OriginList(parsing: "https://a, http://b:81,https://c").origins
                == ["https://a", "http://b:81", "https://c"]
        )
    }

    @Test(arguments: [
        "null", "*", "desk.example.com", "https://", "https://a/", "https://a/b", "ftp://a",
        "https://a:x",
        "https://a:0", "https://a:", "https://:443", "https://u@a", "https://a?b", "https://*.a",
        "://a",
    ])
    func `What is no origin is refused, with what would be one`(text: String) {
        let complaint = #expect(throws: Complaint.self) {
            try OriginList(parsing: "https://ok,\(text)")
        }
        #expect(complaint?.sentence.contains("https://HOST:PORT") == true)
    }

    @Test func `A cap is a number, or unlimited`() throws {
        #expect(try ConnectionCap(parsing: "7") == .atMost(7))
        #expect(try ConnectionCap(parsing: "Unlimited") == .unlimited)
        for text in ["0", "-1", "many", "1e9", "1000000001"] {
            #expect(throws: Complaint.self) { try ConnectionCap(parsing: text) }
        }
    }

    @Test func `Limits come from the command line, the environment, or nowhere`() throws {
        let options = try LimitOptions.parse([
            "--max-url-bytes", "100", "--max-sockets-per-user", "unlimited",
        ])
        let settings = Settings([
            "LES_BILLETS_MAX_URL_BYTES": "200", "LES_BILLETS_HEAD_SECONDS": "3",
            "LES_BILLETS_MAX_CONNECTIONS_PER_ADDRESS": "5",
        ])
        let limits = try options.limits(settings)
        #expect(limits.urlBytesMaximum == 100)
        #expect(limits.socketsPerUser == .unlimited)
        #expect(limits.headSecondsMaximum == 3)
        #expect(limits.connectionsPerAddress == .atMost(5))
        #expect(limits.bodyBytesMaximum == ConnectionLimits().bodyBytesMaximum)
        #expect(limits.socketsPerAddress == ConnectionLimits().socketsPerAddress)
    }

    @Test func `No limits lifts what is limited for each address and user, and nothing else`()
        throws
    {
        var expected = ConnectionLimits()
        expected.liftCaps()
        #expect(try LimitOptions.parse(["--no-limits"]).limits(Settings([:])) == expected)
        let settings = Settings(["LES_BILLETS_NO_LIMITS": "yes"])
        #expect(try LimitOptions.parse([]).limits(settings) == expected)
        #expect(expected.bodyBytesMaximum == ConnectionLimits().bodyBytesMaximum)
        #expect(expected.socketsPerUser == .unlimited)
    }

    @Test func `Frames are limited for each message, and not at all without limits`() throws {
        func configuration(
            _ arguments: [String],
            isUnlimited: Bool = false,
            _ variables: [String: String] = [:]
        ) throws -> GatewayConfiguration {
            var configuration = GatewayConfiguration(node: "one", host: "127.0.0.1", port: 0)
            try RateOptions.parse(arguments)
                .apply(to: &configuration, isUnlimited: isUnlimited, Settings(variables))
            return configuration
        }
        #expect(try configuration([]).sockets.framesPerMessage == 16)
        let given = try configuration(["--frames-per-message", "4"])
        #expect(given.sockets.framesPerMessage == 4)
        let variables = ["LES_BILLETS_FRAMES_PER_MESSAGE": "7"]
        #expect(try configuration([], variables).sockets.framesPerMessage == 7)
        #expect(try configuration([], isUnlimited: true).messageRate == nil)
        #expect(throws: (any Error).self) { try configuration(["--frames-per-message", "0"]) }
    }

    @Test func `A certificate needs its key, and both must be files`() async throws {
        let serve = ["serve", "--listen", "127.0.0.1:0", "--database", ":memory:"]
        try await BuiltProgram().with(["LES_BILLETS_TLS_CERTIFICATE": "/nowhere"])
            .run(serve[0], serve[1], serve[2], serve[3], serve[4])
            .expectComplaint("--tls-key")
        try await BuiltProgram().with(["LES_BILLETS_TLS_KEY": "/nowhere"])
            .run(serve[0], serve[1], serve[2], serve[3], serve[4])
            .expectComplaint("--tls-certificate")
        try await BuiltProgram()
            .run("gateway", "--tls-certificate", "/nowhere/a.pem", "--tls-key", "/nowhere/b.pem")
            .expectComplaint("'/nowhere/a.pem'", "PEM")
    }

    @Test func `A server with a certificate says a URL of TLS`() async throws {
        try await TemporaryFolder.with { folder in
            var openssl = BuiltProgram()
            openssl.path = "openssl"
            let made = try await openssl.run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                folder + "/key.pem",
                "-out",
                folder + "/certificate.pem"
            )
            #expect(made.status == 0)
            let outcome = try await BuiltProgram().serve(
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database",
                ":memory:",
                "--tls-certificate",
                folder + "/certificate.pem",
                "--tls-key",
                folder + "/key.pem"
            ) { line in
                #expect(line.hasPrefix("https://127.0.0.1:"))
            }
            #expect(outcome.status == 0)
        }
    }

    @Test func `A server with few descriptors closes what it cannot hold, and serves on`()
        async throws
    {
        var shell = BuiltProgram()
        let program = shell.path
        shell.path = "sh"
        let limited = #"ulimit -n 200; exec "$0" serve --listen 127.0.0.1:0 --database :memory:"#
        let outcome = try await shell.serve("-c", limited, program) { line in
            var bash = BuiltProgram()
            bash.path = "bash"
            let port = line.split(separator: ":").last.map(String.init) ?? ""
            // Three hundred connections that are held at once, and go together.
            let crowd = try await bash.run(
                "-c",
                #"for i in $(seq 300); do exec {f}<>/dev/tcp/127.0.0.1/"$0"; done; echo all"#,
                port
            )
            #expect(crowd.output == "all\n")
            let probe = try await bash.run(
                "-c",
                #"""
                while :; do
                    exec {f}<>/dev/tcp/127.0.0.1/"$0"
                    printf 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' >&$f
                    if read -r line <&$f; then echo "$line"; exit; fi
                done
                """#,
                port
            )
            #expect(probe.output.hasPrefix("HTTP/1.1 200"))
        }
        #expect(outcome.status == 0, "\(outcome.error)")
    }
}
