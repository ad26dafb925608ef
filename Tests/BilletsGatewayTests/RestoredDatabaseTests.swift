import BilletsContracts
import BilletsGateway
import BilletsLoad
import BilletsWire
import Testing

@Suite("Clients of HTTP after a restore")
struct RestoredDatabaseTests {
    private let store = MemoryStore()

    /// Runs a gateway whose database is restored after `before`, and has more changes then than it had.
    private func run<Place>(
        before: (RunningGateway, _ token: String) async throws -> Place,
        after: (RunningGateway, _ token: String, Place) async throws -> Void
    ) async throws {
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for number in 1...3 { try await create("Before \(number)", gateway, token) }
            let place = try await before(gateway, token)
            store.renewEpoch()
            for number in 1...3 { try await create("After \(number)", gateway, token) }
            try await after(gateway, token, place)
        }
    }

    private func create(_ title: String, _ gateway: RunningGateway, _ token: String) async throws {
        let body = #"{"title":"\#(title)"}"#
        let answer = try await gateway.http.request(
            "POST",
            "/api/tickets",
            token: token,
            body: body
        )
        try #require(answer.status == 201, "\(answer)")
    }

    private func page(
        _ path: String,
        _ gateway: RunningGateway,
        _ token: String
    ) async throws -> JSONObject {
        try await gateway.http.request("GET", path, token: token).json()
    }

    /// Opens a stream and answers with the rest of the line behind the first `marker`.
    private func line(
        behind marker: String,
        _ path: String,
        _ gateway: RunningGateway,
        _ token: String,
        lastEventID: String? = nil
    ) async throws -> String {
        let field = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        let connection = try await RawConnection.open(
            port: gateway.port,
            saying: "GET \(path) HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\(field)"
                + "Authorization: Bearer \(token)\r\n\r\n"
        )
        defer { connection.drop() }
        try await connection.wait(for: marker)
        return try await connection.line()
    }

    @Test("A stream that goes on from an id of before begins with a Reset")
    func eventID() async throws {
        try await run { gateway, token in
            try await line(behind: "id: ", "/api/events?after=0", gateway, token)
        } after: { gateway, token, id in
            for (path, header) in [
                ("/api/events", id), ("/api/events?after=0", id), ("/api/events?after=\(id)", nil),
            ] as [(String, String?)] {
                let data = try await line(
                    behind: "\ndata: ",
                    path,
                    gateway,
                    token,
                    lastEventID: header
                )
                #expect(data.contains(#""type":"Reset""#), "\(path)")
            }
        }
    }

    @Test("A stream says where it begins before anything has happened")
    func openingID() async throws {
        try await run { gateway, token -> String in
            let page = try await page("/api/tickets?limit=1", gateway, token)
            let present = try "\(page.text("epoch")):\(page.number("revision"))"
            let line = try await line(behind: "retry: 1000\n", "/api/events", gateway, token)
            #expect(line == "id: \(present)")
            return present
        } after: { gateway, token, id in
            let answer = try await gateway.http.request(
                "GET",
                "/api/events?after=\(id)",
                token: token
            )
            try answer.expectProblem(410, "gone")
        }
    }

    @Test("The next page of a list that was begun before is gone")
    func pages() async throws {
        try await run { gateway, token -> [String] in
            let tickets = try await page("/api/tickets?limit=1&sort=number", gateway, token)
            let id = try #require(try tickets.objects("tickets").first).text("id")
            for _ in 1...2 {
                _ = try await gateway.http.request("PUT", "/api/tickets/\(id)/lock", token: token)
            }
            let history = "/api/tickets/\(id)/history?limit=1"
            let cursor = try tickets.text("nextCursor")
            let before = try await page(history, gateway, token).text("nextBefore")
            let next = try await page("/api/events?limit=1", gateway, token).text("next")
            return [
                "/api/tickets?limit=1&sort=number&cursor=\(cursor)", "\(history)&before=\(before)",
                "/api/events?limit=1&after=\(next)",
            ]
        } after: { gateway, token, paths in
            for path in paths {
                let answer = try await gateway.http.request("GET", path, token: token)
                try answer.expectProblem(410, "gone")
            }
        }
    }
}
