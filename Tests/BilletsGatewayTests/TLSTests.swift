import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import Foundation
import NIOCore
import NIOSSL
import NIOWebSocket
import Subprocess
import Testing

@Suite("TLS by the gateway itself")
struct TLSTests {
    private static let logIn =
        #"{"email":"ada@example.com","password":"\#(RunningGateway.password)"}"#
    private static let handshakesMaximum = 60

    /// Runs a gateway that speaks TLS, and shows how its clients do.
    private func run(
        _ configure: (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (RunningGateway, TLSConfiguration) async throws -> Void
    ) async throws {
        try await TestCertificate.with { files in
            let certificate = try ServerCertificate(
                chainPath: files.certificate,
                keyPath: files.key
            )
            var client = TLSConfiguration.makeClientConfiguration()
            client.trustRoots = .file(files.certificate)
            client.applicationProtocols = ["http/1.1"]
            let store = MemoryStore()
            try await RunningGateway.addAccount("Ada", to: store)
            try await RunningGateway.run(
                store: store,
                configure: {
                    $0.certificate = certificate
                    configure(&$0)
                }
            ) { try await body($0, client) }
        }
    }

    private func token(_ gateway: RunningGateway, _ tls: TLSConfiguration) async throws -> String {
        let connection = try await RawConnection.open(
            port: gateway.port,
            saying:
                "POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(Self.logIn.utf8.count)\r\n\r\n\(Self.logIn)",
            tls: tls
        )
        let answer = try await connection.answer()
        #expect(answer.status == 200)
        #expect(answer.headers["set-cookie"]?.hasSuffix("; Secure") == true)
        #expect(answer.headers["strict-transport-security"] == "max-age=31536000")
        connection.drop()
        return String(try #require(answer.body.firstMatch(of: /"token":"([^"]+)"/)).1)
    }

    @Test(
        "HTTP and sockets come over TLS; cookies are for TLS alone, and browsers are told to stay with it"
    )
    func serves() async throws {
        try await run { gateway, tls in
            let token = try await token(gateway, tls)
            let socket = try await RawConnection.open(
                port: gateway.port,
                saying:
                    "GET /ws HTTP/1.1\r\nHost: localhost:\(gateway.port)\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Origin: https://localhost:\(gateway.port)\r\n"
                    + "Authorization: Bearer \(token)\r\n\r\n",
                tls: tls
            )
            try await socket.wait(for: "HTTP/1.1 101")
            try await socket.wait(for: #""type":"Welcome""#)
            let message = #"{"type":"CreateTicket","ticket":{"title":"Over TLS"}}"#
            socket.send(ClientFraming.frame(.text, payload: Array(message.utf8)))
            try await socket.wait(for: #""type":"Accepted""#)
            socket.drop()
        }
    }

    @Test("A problem that ends a connection comes over TLS, too, and the connection ends cleanly")
    func refusal() async throws {
        try await run { gateway, tls in
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: "nonsense\r\n\r\n",
                tls: tls
            )
            let answer = try await connection.answer()
            #expect(answer.isLastProblem(400, "invalid_message"))
            #expect(answer.headers["strict-transport-security"] != nil)
            #expect(await connection.rest().isEmpty)
        }
    }

    @Test("A page in clear text may not open a socket over TLS")
    func clearTextPage() async throws {
        try await run { gateway, tls in
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying:
                    "POST /api/session HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                    + "Content-Length: 0\r\n\r\n",
                tls: tls
            )
            #expect(try await connection.answer().status == 403)
            connection.drop()
        }
    }

    @Test("Clear text at the port of TLS harms nobody")
    func clearText() async throws {
        try await run { gateway, tls in
            for text in [
                "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n\r\n",
                "\u{16}\u{3}\u{1}\u{0}\u{5}hello",
            ] {
                let connection = try await RawConnection.open(port: gateway.port, saying: text)
                connection.finish()
                #expect(!(await connection.rest()).contains("200"))
            }
            _ = try await token(gateway, tls)
        }
    }

    @Test("TLS 1.1 is not spoken")
    func oldVersion() async throws {
        try await run { gateway, tls in
            var old = tls
            old.minimumTLSVersion = .tlsv1
            old.maximumTLSVersion = .tlsv11
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                tls: old
            )
            #expect(await connection.rest().isEmpty)
        }
    }

    @Test("A handshake that never ends is dropped in time")
    func silentHandshake() async throws {
        try await run {
            $0.connections.headSecondsMaximum = 1
        } _: { gateway, tls in
            let silent = try await RawConnection.open(port: gateway.port)
            let half = try await RawConnection.open(
                port: gateway.port,
                saying: "\u{16}\u{3}\u{1}\u{1}\u{0}\u{1}"
            )
            _ = await silent.rest()
            _ = await half.rest()
            // On a busy machine an honest handshake may take longer than that, too: one that does not is served.
            var served: String?
            for _ in 0..<Self.handshakesMaximum where served == nil {
                served = try? await token(gateway, tls)
            }
            #expect(served != nil)
        }
    }

    @Test("A handshake that comes byte by byte is dropped in time")
    func slowHandshake() async throws {
        try await run {
            $0.connections.headSecondsMaximum = 1
        } _: { gateway, _ in
            let slow = try await RawConnection.open(port: gateway.port)
            // The head of a record of 16 KiB: at this pace its end is minutes away.
            var bytes: [UInt8] = [0x16, 0x03, 0x01, 0x40, 0x00, 0x01]
            var isOver = false
            for _ in 0..<16_000 where !isOver {
                do { try await slow.push(ByteBuffer(bytes: bytes)) } catch { isOver = true }
                bytes = [0]
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(isOver)
            #expect(await slow.rest().isEmpty)
        }
    }

    @Test("Connections count for their address while they are in the handshake")
    func handshakesCount() async throws {
        try await run {
            $0.connections.connectionsPerAddress = .atMost(2)
            $0.connections.headSecondsMaximum = 600
        } _: { gateway, tls in
            func ask(from source: String) async throws -> RawConnection {
                try await RawConnection.open(
                    port: gateway.port,
                    saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                    source: source,
                    tls: tls
                )
            }
            let silent = try await RawConnection.open(port: gateway.port, source: "127.0.0.2")
            let half = try await RawConnection.open(
                port: gateway.port,
                saying: "\u{16}\u{3}\u{1}\u{1}\u{0}\u{1}",
                source: "127.0.0.2"
            )
            let over = try await ask(from: "127.0.0.2")
            #expect(await over.rest().isEmpty)
            #expect(try await ask(from: "127.0.0.3").answer().status == 200)
            silent.drop()
            // The gateway learns by itself that one is gone.
            var status: Int?
            for _ in 0..<10_000 where status == nil {
                status = try? await ask(from: "127.0.0.2").answer().status
            }
            #expect(status == 200)
            half.drop()
        }
    }

    @Test("A client of TLS 1.2 that wants another handshake is refused")
    func renegotiation() async throws {
        // s_client takes a line that begins with R as the order to renegotiate. Its input does not end, since the pipe is
        // open for writing, too.
        let script = #"""
            mkfifo "$1.pipe" && exec 3<>"$1.pipe" && printf 'R\n' >&3
            exec timeout 120 openssl s_client -connect "127.0.0.1:$2" -tls1_2 <&3 2>&1
            """#
        try await TestCertificate.with { files in
            try await run {
                $0.connections.headSecondsMaximum = 600
            } _: { gateway, tls in
                let result = try await Subprocess.run(
                    .name("bash"),
                    arguments: ["-c", script, "bash", files.key, "\(gateway.port)"],
                    output: .string(limit: 1 << 20),
                    error: .discarded
                )
                let output = result.standardOutput
                let order = try #require(output.firstRange(of: "RENEGOTIATING"), "\(output)")
                // The gateway closes the connection: nothing but an error comes behind the order.
                let rest = output[order.upperBound...]
                #expect(rest.contains("error:") && !rest.contains("verify"), "\(output)")
                #expect(result.terminationStatus == .exited(1), "\(output)")
                _ = try await token(gateway, tls)
            }
        }
    }

    @Test("Clients that vanish leave no descriptor behind")
    func vanish() async throws {
        try await run { gateway, tls in
            _ = try await token(gateway, tls)
            let before = try Descriptors.open()
            var connections: [RawConnection] = []
            for _ in 0..<100 {
                let connection = try await RawConnection.open(
                    port: gateway.port,
                    saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
                    tls: tls
                )
                #expect(try await connection.answer().status == 200)
                connections.append(connection)
            }
            for connection in connections { connection.drop() }
            try await Descriptors.wait(until: { $0 <= before + 8 })
        }
    }

    @Test("Files that are none, no PEM, or do not belong together are named")
    func badFiles() async throws {
        try await TestCertificate.with { one in
            try await TestCertificate.with { other in
                let nonsense = one.key + ".txt"
                try "nonsense".write(toFile: nonsense, atomically: true, encoding: .utf8)
                for (chain, key, named) in [
                    ("/nowhere", one.key, "/nowhere"), (one.certificate, "/nowhere", "/nowhere"),
                    (nonsense, one.key, nonsense), (one.certificate, nonsense, nonsense),
                    (one.key, one.key, one.key),
                    (one.certificate, one.certificate, one.certificate),
                    (one.certificate, other.key, other.key),
                ] {
                    let rejection = #expect(throws: Rejection.self) {
                        try ServerCertificate(chainPath: chain, keyPath: key)
                    }
                    #expect(rejection?.message.contains("'\(named)'") == true, "\(chain) \(key)")
                }
            }
        }
    }
}
