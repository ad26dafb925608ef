import BilletsGateway
import BilletsLoad
import NIOCore
import Testing

@Suite("Limits of requests")
struct RequestLimitTests {
    @Test(
        "What is too large or no HTTP is answered with a problem, and ends its connection",
        arguments: offences
    )
    func refused(_ offence: Offence) async throws {
        try await RunningGateway.run { gateway in
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: offence.request
            )
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
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: Self.post("Transfer-Encoding: chunked\r\n")
            )
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
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: Self.get("/healthz") + Self.get("/nowhere") + "nonsense\r\n\r\n"
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
                let connection = try await RawConnection.open(
                    port: gateway.port,
                    saying: Self.get("/healthz", "Host: a\r\n\(field)\r\n") + Self.get("/healthz")
                )
                let answer = try await connection.answer()
                #expect(answer.status == 200)
                #expect(answer.headers["connection"]?.contains("close") == true)
                let rest = await connection.rest()
                #expect(rest.isEmpty, "\(rest)")
            }
            let old = try await RawConnection.open(
                port: gateway.port,
                saying: "GET /healthz HTTP/1.0\r\n\r\n"
            )
            #expect(try await old.answer().status == 200)
            #expect(await old.rest().isEmpty)
        }
    }

    @Test(
        "A client that closes its side first still gets its answer; half a request gets none of its own"
    )
    func halfClosed() async throws {
        try await RunningGateway.run { gateway in
            let whole = try await RawConnection.open(
                port: gateway.port,
                saying: Self.get("/healthz")
            )
            #expect(try await whole.answer().status == 200)
            whole.finish()
            #expect(await whole.rest().isEmpty)
            let half = try await RawConnection.open(
                port: gateway.port,
                saying: Self.post("Content-Length: 50\r\n", #"{"email":"a@b.c","password":"x"}"#)
            )
            half.finish()
            #expect(await half.rest().contains("HTTP/1.1 401") == false)
        }
    }
}
