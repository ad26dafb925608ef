import BilletsLoad
import Testing

extension HTTPContract {
    private static func lines(
        _ request: String,
        _ person: HTTPUnderTest.Person?,
        _ fields: String...
    ) -> [String] {
        [request, "Host: desk"] + (person.map { ["Authorization: Bearer \($0.token)"] } ?? [])
            + fields
    }

    private static func handshake(
        _ target: String,
        _ person: HTTPUnderTest.Person?,
        _ fields: String...
    ) -> [String] {
        lines("GET \(target) HTTP/1.1", person) + fields + [
            "Connection: keep-alive, Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
    }

    /// The promises of connections, whatever they carried before and whichever proxy keeps them.
    static let connections: [HTTPCheck] = [
        HTTPCheck("Any request of a connection may become a socket") { api in
            for before in 0..<12 {
                try await WireConnection.with(api.url) { connection in
                    for _ in 0..<before % 4 {
                        try await connection.send(lines("GET /api/session HTTP/1.1", api.agent))
                        #expect(try await connection.status() == 200)
                        try await connection.send(lines("GET /nowhere HTTP/1.1", nil))
                        #expect(try await connection.status() == 404)
                    }
                    try await connection.send(handshake("/ws", api.agent))
                    #expect(try await connection.status() == 101, "after \(before % 4) rounds")
                    try await connection.wait(for: #""type":"Welcome""#)
                }
            }
        },
        HTTPCheck("A handshake that is refused is answered, and the next one may succeed") { api in
            try await WireConnection.with(api.url) { connection in
                try await connection.send(handshake("/ws", nil))
                #expect(try await connection.status() == 401)
            }
            try await WireConnection.with(api.url) { connection in
                let wrong = handshake("/ws", api.agent).map {
                    $0.hasPrefix("Sec-WebSocket-Key") ? "Sec-WebSocket-Key: x" : $0
                }
                try await connection.send(wrong)
                #expect(try await connection.status() == 400)
            }
        },
        HTTPCheck("A handshake is recognised in each form that the router serves") { api in
            for target in ["/ws/", "/ws?x=1", "http://desk/ws"] {
                try await WireConnection.with(api.url) { connection in
                    try await connection.send(
                        handshake(target, api.agent, "Content-Length: 0")
                    )
                    #expect(try await connection.status() == 101, "\(target)")
                }
            }
        },
        HTTPCheck("A client that waits for 100 Continue gets it, or the final status") { api in
            let body = #"{"title":"Expected"}"#
            for (person, statuses) in [(api.agent, [100, 201]), (nil, [401])] {
                try await WireConnection.with(api.url) { connection in
                    try await connection.send(
                        lines(
                            "POST /api/tickets HTTP/1.1",
                            person,
                            "Content-Type: application/json",
                            "Content-Length: \(body.utf8.count)",
                            "Expect: 100-continue"
                        )
                    )
                    for status in statuses {
                        #expect(try await connection.status() == status)
                        if status == 100 { try await connection.send(body) }
                    }
                }
            }
        },
        HTTPCheck("A stream of events comes to a client of HTTP/1.0 without chunks") { api in
            _ = try await api.ticket("For old clients")
            try await WireConnection.with(api.url) { connection in
                try await connection.send(
                    lines(
                        "GET /api/events?after=0 HTTP/1.0",
                        api.agent,
                        "Accept: text/event-stream"
                    )
                )
                // A chunk's length would stand between the head and the first event.
                try await connection.wait(for: "\r\n\r\nretry: 1000\nid: ")
                try await connection.wait(for: ":1\ndata: {")
            }
        },
    ]
}
