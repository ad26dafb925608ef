import Billets
import BilletsLoad
import BilletsWire
import HTTPTypes
import Testing

@testable import BilletsGateway

@Suite("Clients of HTTP/1.0")
struct OldClientTests {
    @Test("The event stream comes without chunks, and its end is that of the connection")
    func stream() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for alive in ["", "Connection: keep-alive\r\n"] {
                let connection = try await RawConnection.open(
                    port: gateway.port,
                    saying: """
                        GET /api/events?after=0 HTTP/1.0\r
                        Accept: text/event-stream\r
                        Authorization: Bearer \(token)\r
                        \(alive)\r

                        """
                )
                let answer = try await connection.answer()
                #expect(answer.status == 200)
                #expect(answer.headers["transfer-encoding"] == nil)
                #expect(answer.headers["connection"] == "close")
                let client = try await gateway.client("Ada", in: store)
                let title = "Old \(alive.count)"
                try await client.command(.createTicket(TicketDraft(title: title)))
                // The length of a chunk would stand before and behind.
                #expect(try await connection.line() == "retry: 1000")
                #expect(try await connection.line().hasPrefix("id: "))
                try await connection.wait(for: title)
                try await connection.wait(for: "}\n\n")
                await (try client.socket).close()
                connection.drop()
            }
        }
    }

    @Test("An answer of known length leaves a connection open only if its client asked for that")
    func keepAlive() async throws {
        try await RunningGateway.run { gateway in
            let connection = try await RawConnection.open(port: gateway.port)
            for _ in 1...2 {
                connection.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                let answer = try await connection.answer()
                #expect(answer.status == 200)
                #expect(answer.headers["connection"] == "keep-alive")
            }
            connection.send("GET /healthz HTTP/1.0\r\n\r\n")
            let answer = try await connection.answer()
            #expect(answer.headers["connection"] == "close")
            #expect(await connection.rest() == "")
            connection.drop()
        }
    }

    @Test("No answer to any route holds chunks")
    func everyRoute() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for route in try await DocumentTests.routes() {
                for method in [route.method.rawValue, "HEAD"] {
                    let fields = "Authorization: Bearer \(token)\r\nAccept: text/event-stream\r\n"
                    let connection = try await RawConnection.open(
                        port: gateway.port,
                        saying: "\(method) \(route.path) HTTP/1.0\r\n\(fields)\r\n"
                    )
                    // An answer to HEAD tells the length of a body that does not come.
                    #expect(try await connection.line().hasPrefix("HTTP/1."))
                    var field = try await connection.line().lowercased()
                    while !field.isEmpty {
                        #expect(!field.hasPrefix("transfer-encoding"), "\(method) \(route.path)")
                        field = try await connection.line().lowercased()
                    }
                    connection.drop()
                }
            }
        }
    }
}
