import BilletsGateway
import BilletsLoad
import NIOCore
import Testing

@Suite("Limits of requests")
struct RequestLimitTests {
    /// A request that is refused, with what.
    struct Offence: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let request: String
        let status: Int
        let code: String

        init(_ name: String, _ status: Int, _ code: String, _ request: String) {
            testDescription = name
            self.request = request
            self.status = status
            self.code = code
        }
    }

    private static func get(_ path: String, _ fields: String = "Host: a\r\n") -> String {
        "GET \(path) HTTP/1.1\r\n\(fields)\r\n"
    }

    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST /api/session HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)"
    }

    private static func letters(_ count: Int) -> String {
        String(repeating: "x", count: count)
    }

    static let offences = [
        Offence("a long address", 414, "too_large", get("/" + letters(8192))),
        Offence("a longer address", 414, "too_large", get("/" + letters(20_000))),
        Offence("an address without an end", 414, "too_large", "GET /" + letters(300_000)),
        Offence(
            "a large field",
            431,
            "too_large",
            get("/healthz", "Host: a\r\nX: \(letters(16_400))\r\n")
        ),
        Offence(
            "a huge field",
            431,
            "too_large",
            get("/healthz", "Host: a\r\nX: \(letters(300_000))")
        ),
        Offence(
            "fields that are large together",
            431,
            "too_large",
            get(
                "/healthz",
                "Host: a\r\n" + (0..<20).map { "X\($0): \(letters(1000))\r\n" }.joined()
            )
        ),
        Offence(
            "many fields",
            431,
            "too_large",
            get("/healthz", "Host: a\r\n" + String(repeating: "A: b\r\n", count: 100))
        ),
        Offence(
            "a body that is said to be large",
            413,
            "too_large",
            post("Content-Length: 65537\r\n")
        ),
        Offence(
            "a body that is said to be larger than numbers are",
            413,
            "too_large",
            post("Content-Length: 99999999999999999\r\n")
        ),
        Offence("no host", 400, "invalid_message", get("/healthz", "")),
        Offence("two hosts", 400, "invalid_message", get("/healthz", "Host: a\r\nHost: a\r\n")),
        Offence("a host that is none", 400, "invalid_message", get("/healthz", "Host: a/b\r\n")),
        Offence("no HTTP", 400, "invalid_message", "hello\r\n\r\n"),
        Offence(
            "another protocol's greeting",
            400,
            "invalid_message",
            "\u{16}\u{3}\u{1}\u{2}\u{0}"
        ),
        Offence("another version", 400, "invalid_message", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        Offence(
            "a method that is none",
            400,
            "invalid_message",
            "DANCE / HTTP/1.1\r\nHost: a\r\n\r\n"
        ),
        Offence(
            "a name without a colon",
            400,
            "invalid_message",
            get("/", "Host: a\r\nBroken\r\n")
        ),
        Offence(
            "a blank before the colon",
            400,
            "invalid_message",
            get("/", "Host: a\r\nX : y\r\n")
        ),
        Offence(
            "a folded line",
            400,
            "invalid_message",
            get("/", "Host: a\r\nX: y\r\n  z\r\nB\u{0}: c\r\n")
        ),
        Offence("a zero byte", 400, "invalid_message", get("/", "Host: a\r\nX: a\u{0}b\r\n")),
        Offence("an address that is none", 400, "invalid_message", get("healthz")),
        Offence("a tunnel", 405, "method_not_allowed", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Offence("an echo", 405, "method_not_allowed", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
        Offence(
            "a length and chunks",
            400,
            "invalid_message",
            post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
        ),
        Offence(
            "chunks and a length",
            400,
            "invalid_message",
            post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n")
        ),
        Offence(
            "two lengths",
            400,
            "invalid_message",
            post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd")
        ),
        Offence(
            "a length with a sign",
            400,
            "invalid_message",
            post("Content-Length: +4\r\n", "abcd")
        ),
        Offence(
            "a length that is a list",
            400,
            "invalid_message",
            post("Content-Length: 4, 4\r\n", "abcd")
        ),
        Offence(
            "an unknown coding",
            400,
            "invalid_message",
            post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")
        ),
        Offence(
            "a coding that is nearly known",
            400,
            "invalid_message",
            post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")
        ),
        Offence(
            "chunks in HTTP/1.0",
            400,
            "invalid_message",
            "POST /api/session HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        Offence(
            "a chunk that is none",
            400,
            "invalid_message",
            post("Transfer-Encoding: chunked\r\n", "xyz\r\nabc\r\n")
        ),
    ]

    @Test(
        "What is too large or no HTTP is answered with a problem, and ends its connection",
        arguments: offences
    )
    func refused(_ offence: Offence) async throws {
        try await RunningGateway.run { gateway in
            let connection = try await RawConnection.open(port: gateway.port)
            connection.send(offence.request)
            let answer = try await connection.answer()
            #expect(answer.isLastProblem(offence.status, offence.code), "\(answer)")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            // Nothing of it is taken for another request.
            #expect(await connection.rest().isEmpty)
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
        }
    }

    @Test("What is as large as it may be is taken")
    func fits() async throws {
        try await RunningGateway.run { gateway in
            for (request, status) in [
                (Self.get("/" + Self.letters(8191)), 404),
                (Self.get("/healthz", "Host: a\r\nX: \(Self.letters(16 * 1024 - 6))\r\n"), 200),
                (
                    Self.get("/healthz", "Host: a\r\n" + String(repeating: "A: b\r\n", count: 99)),
                    200
                ),
            ] {
                let answer = try await RawConnection.ask(request, port: gateway.port)
                #expect(answer.status == status)
            }
        }
    }

    @Test("The limits are settings")
    func settings() async throws {
        func tighten(_ configuration: inout GatewayConfiguration) {
            configuration.connections.urlBytesMaximum = 20
            configuration.connections.fieldBytesMaximum = 60
            configuration.connections.fieldsMaximum = 3
            configuration.connections.bodyBytesMaximum = 4
        }
        try await RunningGateway.run(configure: tighten) { gateway in
            for (request, status) in [
                (Self.get("/healthz"), 200), (Self.get("/" + Self.letters(20)), 414),
                (Self.get("/healthz", "Host: a\r\nX: \(Self.letters(60))\r\n"), 431),
                (Self.get("/healthz", "Host: a\r\nA: b\r\nA: b\r\nA: b\r\n"), 431),
                (Self.post("Content-Length: 5\r\n"), 413),
            ] {
                let answer = try await RawConnection.ask(request, port: gateway.port)
                #expect(answer.status == status)
            }
        }
    }

    @Test("A body in chunks that is too large is refused, and the connection ends")
    func chunks() async throws {
        try await RunningGateway.run { gateway in
            let connection = try await RawConnection.open(port: gateway.port)
            let chunk = "10001\r\n\(Self.letters(65_537))\r\n0\r\n\r\n"
            connection.send(Self.post("Transfer-Encoding: chunked\r\n", chunk))
            #expect(try await connection.answer().status == 413)
            #expect(await connection.rest().isEmpty)
        }
    }

    @Test("An endless body is cut off, however much is sent, and its memory is not kept")
    func endless() async throws {
        try await RunningGateway.run { gateway in
            let connection = try await RawConnection.open(port: gateway.port)
            connection.send(Self.post("Transfer-Encoding: chunked\r\n"))
            let chunk = ByteBuffer(string: "1000\r\n\(Self.letters(4096))\r\n")
            // It ends when the gateway has closed the connection.
            while (try? await connection.push(chunk)) != nil {}
            let rest = await connection.rest()
            #expect(rest.isEmpty || rest.hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test(
        "Requests one behind the other are answered in order, and a bad one ends the connection after them"
    )
    func pipelined() async throws {
        try await RunningGateway.run { gateway in
            let connection = try await RawConnection.open(port: gateway.port)
            connection.send(
                Self.get("/healthz") + Self.get("/nowhere") + "nonsense\r\n\r\n"
                    + Self.get("/healthz")
            )
            #expect(try await connection.answer().status == 200)
            #expect(try await connection.answer().status == 404)
            #expect(try await connection.answer().isLastProblem(400, "invalid_message"))
            #expect(await connection.rest().isEmpty)
        }
    }

    @Test("The last request of a connection is the last, whatever comes behind it")
    func last() async throws {
        try await RunningGateway.run { gateway in
            for field in ["Connection: close", "Connection: Close", "connection: foo, CLOSE"] {
                let connection = try await RawConnection.open(port: gateway.port)
                connection.send(
                    Self.get("/healthz", "Host: a\r\n\(field)\r\n") + Self.get("/healthz")
                )
                let answer = try await connection.answer()
                #expect(answer.status == 200)
                #expect(answer.headers["connection"]?.contains("close") == true)
                let rest = await connection.rest()
                #expect(rest.isEmpty, "\(rest)")
            }
            let old = try await RawConnection.open(port: gateway.port)
            old.send("GET /healthz HTTP/1.0\r\n\r\n")
            #expect(try await old.answer().status == 200)
            #expect(await old.rest().isEmpty)
        }
    }

    @Test(
        "A client that closes its side first still gets its answer; half a request gets none of its own"
    )
    func halfClosed() async throws {
        try await RunningGateway.run { gateway in
            let whole = try await RawConnection.open(port: gateway.port)
            whole.send(Self.get("/healthz"))
            #expect(try await whole.answer().status == 200)
            whole.finish()
            #expect(await whole.rest().isEmpty)
            let half = try await RawConnection.open(port: gateway.port)
            half.send(Self.post("Content-Length: 50\r\n", #"{"email":"a@b.c","password":"x"}"#))
            half.finish()
            #expect(await half.rest().contains("HTTP/1.1 401") == false)
        }
    }
}
