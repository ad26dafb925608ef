import Billets
import BilletsWire
import Testing

@testable import BilletsGateway

@Suite("Expect: 100-continue")
struct ExpectationTests {
    private static let body = #"{"title":"Expected"}"#

    private static func head(
        _ token: String?,
        version: String = "1.1",
        type: String = "application/json",
        framing: String = "Content-Length: \(body.utf8.count)"
    ) -> String {
        let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "POST /api/tickets HTTP/\(version)\r\nHost: a\r\n\(authorization)"
            + "Content-Type: \(type)\r\n\(framing)\r\nExpect: 100-Continue\r\n\r\n"
    }

    @Test("A client that waits is told to go on, and then answered; also twice on one connection")
    func told() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let connection = try await RawConnection.open(port: gateway.port)
            let chunk = "\(String(Self.body.utf8.count, radix: 16))\r\n\(Self.body)\r\n0\r\n\r\n"
            connection.send(Self.head(token))
            #expect(try await connection.answer().status == 100)
            connection.send(Self.body)
            #expect(try await connection.answer().status == 201)
            connection.send(Self.head(token, framing: "Transfer-Encoding: chunked"))
            #expect(try await connection.answer().status == 100)
            connection.send(chunk)
            #expect(try await connection.answer().status == 201)
            connection.drop()
        }
    }

    @Test("A request that is refused by its head is answered at once, and ends its connection")
    func refused() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for (head, status) in [
                (Self.head(nil), 401), (Self.head(token, type: "text/plain"), 415),
                (Self.head(token, framing: "Content-Length: 100000"), 413),
            ] {
                let connection = try await RawConnection.open(port: gateway.port, saying: head)
                let answer = try await connection.answer()
                #expect(answer.status == status)
                #expect(answer.headers["connection"] == "close")
                #expect(await connection.rest() == "")
                connection.drop()
            }
        }
    }

    @Test("Who sends the body without waiting, or waits for nothing, is answered once")
    func notWaiting() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let connection = try await RawConnection.open(port: gateway.port)
            connection.send(
                Self.head(token) + Self.body + "GET /healthz HTTP/1.1\r\nHost: a\r\n"
                    + "Expect: 100-continue\r\n\r\n"
            )
            #expect(try await connection.answer().status == 201)
            #expect(try await connection.answer().status == 200)
            connection.drop()
        }
    }

    @Test("A client of HTTP/1.0 is told nothing")
    func oldClient() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let answer = try await RawConnection.ask(
                Self.head(token, version: "1.0") + Self.body,
                port: gateway.port
            )
            #expect(answer.status == 201)
        }
    }

    @Test("Behind another request a client is told when its turn comes")
    func pipelined() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying: "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" + Self.head(token)
            )
            #expect(try await connection.answer().status == 200)
            #expect(try await connection.answer().status == 100)
            connection.send(Self.body)
            #expect(try await connection.answer().status == 201)
            connection.drop()
        }
    }
}
