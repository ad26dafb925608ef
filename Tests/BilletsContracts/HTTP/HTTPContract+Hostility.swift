import BilletsLoad
import Testing

extension HTTPContract {
    /// What is wrong, and what is meant to harm.
    static let hostility: [HTTPCheck] = [
        HTTPCheck("Without a session nobody gets anything") { api in
            let id = try await api.ticket().text("id")
            // Not its last letter, of which some bits mean nothing (RFC 4648, section 3.5).
            let parts = api.agent.token.split(separator: ".")
            let first = parts[2].first == "A" ? "B" : "A"
            let tampered = "\(parts[0]).\(parts[1]).\(first)\(parts[2].dropFirst())"
            for (method, path) in [
                ("GET", "/api/tickets"), ("POST", "/api/tickets"), ("GET", "/api/tickets/\(id)"),
                ("PATCH", "/api/tickets/\(id)"), ("PUT", "/api/tickets/\(id)/lock"),
                ("DELETE", "/api/tickets/\(id)/lock"), ("GET", "/api/tickets/\(id)/history"),
                ("GET", "/api/events"),
            ] {
                for token in [nil, "", "x", tampered] {
                    let body = ["POST", "PATCH"].contains(method) ? "{}" : nil
                    let answer = try await api.client.request(
                        method,
                        path,
                        token: token,
                        body: body
                    )
                    try answer.expectProblem(401, "unauthorized", "\(method) \(path)")
                }
            }
        },
        HTTPCheck("What is not a ticket is not created") { api in
            let long = String(repeating: "x", count: 201)
            let huge = String(repeating: "x", count: 16_385)
            let user = "01890a5d-ac96-774b-bcce-b302099a8057"
            for (body, status, code) in [
                ("", 400, "invalid_message"), ("{", 400, "invalid_message"),
                ("[]", 400, "invalid_message"), ("null", 400, "invalid_message"),
                ("{}", 400, "invalid_message"), (#"{"title":7}"#, 400, "invalid_message"),
                (#"{"title":null}"#, 400, "invalid_message"),
                (#"{"title":"x","status":"ajar"}"#, 400, "invalid_message"),
                (#"{"title":"x","assignee":"ada"}"#, 400, "invalid_message"),
                (#"{"title":"x","id":"1"}"#, 400, "invalid_message"),
                (#"{"title":"   "}"#, 422, "invalid_message"),
                (#"{"title":"a\u0000b"}"#, 422, "invalid_message"),
                (#"{"title":"x","assignee":"\#(user)"}"#, 422, "not_found"),
                (#"{"title":"\#(long)"}"#, 413, "too_large"),
                (#"{"title":"x","description":"\#(huge)"}"#, 413, "too_large"),
                (#"{"title":"\#(String(repeating: "x", count: 70_000))"}"#, 413, "too_large"),
            ] {
                try await api.ask("POST", "/api/tickets", body: body)
                    .expectProblem(status, code, String(body.prefix(60)))
            }
        },
        HTTPCheck("A chosen id is kept, and is refused when it is taken") { api in
            let ticket = try await api.ticket()
            let body = #"{"title":"Again","id":"\#(try ticket.text("id"))"}"#
            try await api.ask("POST", "/api/tickets", body: body).expectProblem(409, "conflict")
        },
        HTTPCheck("What is not a change changes nothing") { api in
            let ticket = try await api.ticket()
            let path = "/api/tickets/\(try ticket.text("id"))"
            let nobody = "01890a5d-ac96-774b-bcce-b302099a8057"
            for (body, tag, status, code) in [
                ("{}", nil, 400, "invalid_message"), ("[]", "\"1\"", 400, "invalid_message"),
                (#"{"title":"x"}"#, nil, 400, "invalid_message"),
                (#"{"title":"x"}"#, "W/\"1\"", 412, "version_conflict"),
                (#"{"title":"x","version":1}"#, "W/\"1\"", 412, "version_conflict"),
                (#"{"title":"x"}"#, "\"x\"", 412, "version_conflict"),
                (#"{"title":"x"}"#, "1", 400, "invalid_message"),
                (#"{"title":"x"}"#, "\"1\" \"2\"", 400, "invalid_message"),
                (#"{"title":"x"}"#, "\"2\", \"3\"", 412, "version_conflict"),
                (#"{"title":"x","version":2}"#, "\"1\"", 400, "invalid_message"),
                (#"{"title":"x","version":"1"}"#, nil, 400, "invalid_message"),
                (#"{"title":"x","version":1.5}"#, nil, 400, "invalid_message"),
                (#"{"title":null,"version":1}"#, nil, 400, "invalid_message"),
                (#"{"version":1}"#, nil, 422, "invalid_message"),
                (#"{"title":" ","version":1}"#, nil, 422, "invalid_message"),
                (#"{"assignee":"\#(nobody)","version":1}"#, nil, 422, "not_found"),
                (#"{"title":"x","version":0}"#, nil, 409, "version_conflict"),
                (#"{"title":"x","version":9223372036854775807}"#, nil, 409, "version_conflict"),
                (#"{"title":"x","version":9223372036854775808}"#, nil, 400, "invalid_message"),
            ] as [(String, String?, Int, String)] {
                let headers = tag.map { [("If-Match", $0)] } ?? []
                try await api.ask("PATCH", path, headers: headers, body: body)
                    .expectProblem(status, code, "\(body) \(tag ?? "")")
            }
            #expect(try await api.ask("GET", path).json().number("version") == 1)
        },
        HTTPCheck("What does not exist is not found, whatever it is called") { api in
            for id in [
                "01890a5d-ac96-774b-bcce-b302099a8057", "1", "x", "%20", "..%2f..%2fetc%2fpasswd",
                "%00", "01890A5D-AC96-774B-BCCE-B302099A805", "null",
            ] {
                let path = "/api/tickets/\(id)"
                for (method, path, body) in [
                    ("GET", path, nil), ("PATCH", path, #"{"version":1,"title":"x"}"#),
                    ("PUT", path + "/lock", nil), ("DELETE", path + "/lock", nil),
                    ("GET", path + "/history", nil),
                ] as [(String, String, String?)] {
                    try await api.ask(method, path, body: body)
                        .expectProblem(404, "not_found", "\(method) \(path)")
                }
            }
        },
        HTTPCheck("An address says which methods it takes, and refuses the others") { api in
            let id = try await api.ticket().text("id")
            for (path, allowed) in [
                ("/api/tickets", "GET, HEAD, POST"), ("/api/tickets/\(id)", "GET, HEAD, PATCH"),
                ("/api/tickets/\(id)/lock", "DELETE, PUT"),
                ("/api/tickets/\(id)/history", "GET, HEAD"), ("/api/events", "GET, HEAD"),
                ("/api/session", "DELETE, GET, HEAD, POST"), ("/healthz", "GET, HEAD"),
            ] {
                for method in ["PUT", "POST", "DELETE", "PATCH", "GET", "OPTIONS", "QUERY"] {
                    if allowed.split(separator: ", ").contains(where: { $0 == method }) { continue }
                    let answer = try await api.ask(method, path)
                    try answer.expectProblem(405, "method_not_allowed", "\(method) \(path)")
                    #expect(answer.headers["allow"] == allowed)
                }
                if allowed.contains("HEAD") {
                    let head = try await api.ask("HEAD", path)
                    #expect(head.status == 200 && head.body.isEmpty, "\(path)")
                }
            }
        },
    ]
}
