import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import Foundation
import Testing

@Suite("Sessions over HTTP")
struct SessionHTTPTests {
    private typealias Answer = SessionClient.Answer

    private static func allowingDesk(_ configuration: inout GatewayConfiguration) {
        configuration.allowedOrigins = ["https://desk.example.com"]
    }

    private func object(_ answer: Answer) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
        return try #require(value as? [String: Any])
    }

    private func logIn(_ email: String, _ password: String, at gateway: RunningGateway) async throws
        -> Answer
    {
        let body = #"{"email":"\#(email)","password":"\#(password)"}"#
        return try await gateway.http.request("POST", "/api/session", body: body)
    }

    @Test("Address and password are right in every normalisation, and an old hash is made anew")
    func normalization() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            // Hashed before passwords were prepared, when the bytes counted.
            let typed = "cafe\u{301}\u{A0}au lait"
            let old = try RunningGateway.cheapHash(of: typed)
            let user = User(id: .random(), name: "E\u{301}mile")
            let account = Account(
                user: user,
                email: "E\u{301}mile@example.com",
                role: .agent,
                passwordHash: old
            )
            try await store.add(account)
            let prepared = "caf\u{E9} au lait"
            let early = try await logIn("\u{E9}mile@example.com", prepared, at: gateway)
            #expect(early.status == 401, "only its owner's keyboard makes those bytes")
            let first = try await logIn("\u{C9}MILE@example.com", typed, at: gateway)
            #expect(first.status == 200)
            let hash = try await store.account(user.id)?.passwordHash
            #expect(hash != old)
            for email in ["e\u{301}mile@example.com", "\u{E9}mile@example.com"] {
                for password in [typed, prepared, "caf\u{E9}\u{3000}au lait"] {
                    #expect(try await logIn(email, password, at: gateway).status == 200)
                }
            }
            #expect(try await store.account(user.id)?.passwordHash == hash, "once is enough")
        }
    }

    private func expectProblem(
        _ answer: Answer,
        _ status: Int,
        _ code: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answer.status == status, sourceLocation: sourceLocation)
        let type = answer.headers["content-type"]
        #expect(type == "application/problem+json", sourceLocation: sourceLocation)
        let problem = try object(answer)
        #expect(problem["code"] as? String == code, sourceLocation: sourceLocation)
        #expect(problem["status"] as? Int == status, sourceLocation: sourceLocation)
    }

    @Test("Who logs in gets a token, its end, who they are, and a cookie that no script can read")
    func logIn() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            _ = try await gateway.token(for: "Ada", in: store)
            let answer = try await logIn(" ADA@example.com ", RunningGateway.password, at: gateway)
            #expect(answer.status == 200)
            let session = try object(answer)
            let token = try #require(session["token"] as? String)
            let user = try #require(session["user"] as? [String: Any])
            #expect(user["name"] as? String == "Ada")
            let end = try #require(session["expiresAt"] as? String)
            #expect(Timestamp(rfc3339: end) != nil)
            let cookie = try #require(answer.headers["set-cookie"])
            #expect(cookie.hasPrefix("billets_session=\(token); "))
            #expect(cookie.contains("HttpOnly"))
            #expect(cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains("Secure"))
            #expect(answer.headers["cache-control"] == "no-store")

            for headers in [
                [("Authorization", "Bearer \(token)")], [("Cookie", "billets_session=\(token)")],
            ] {
                let who = try await gateway.http.request("GET", "/api/session", headers: headers)
                #expect(who.status == 200)
                let same = try object(who)
                #expect(same["expiresAt"] as? String == end)
                #expect(same["token"] == nil)
                #expect((same["user"] as? [String: Any])?["id"] as? String == user["id"] as? String)
            }
        }
    }

    @Test(
        "Behind TLS the cookie is for TLS alone, if it is a trusted proxy that says so",
        arguments: [("127.0.0.1", true), ("192.0.2.1", false)]
    )
    func secureCookie(_ proxy: String, _ isSecure: Bool) async throws {
        let store = MemoryStore()
        let proxies = try TrustedProxies(proxy)
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.trustedProxies = proxies
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            _ = try await gateway.token(for: "Ada", in: store)
            let answer = try await gateway.http.request(
                "POST",
                "/api/session",
                headers: [("X-Forwarded-Proto", "https")],
                body: #"{"email":"ada@example.com","password":"\#(RunningGateway.password)"}"#
            )
            #expect(answer.headers["set-cookie"]?.hasSuffix("; Secure") == isSecure)
            let isTransportStrict = answer.headers["strict-transport-security"] != nil
            #expect(isTransportStrict == isSecure)
        }
    }

    @Test("A wrong password, an unknown address and a disabled account are answered alike")
    func wrong() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            _ = try await gateway.token(for: "Ada", in: store)
            _ = try await gateway.token(for: "Grace", in: store)
            try await gateway.disable("Grace", in: store)
            let answers = [
                try await logIn("ada@example.com", "wrong", at: gateway),
                try await logIn("nobody@example.com", RunningGateway.password, at: gateway),
                try await logIn("grace@example.com", RunningGateway.password, at: gateway),
            ]
            for answer in answers { try expectProblem(answer, 401, "unauthorized") }
            #expect(Set(answers.map(\.body)).count == 1)
            #expect(answers.allSatisfy { $0.headers["set-cookie"] == nil })
        }
    }

    @Test("A log-in that is no log-in is answered with what is wrong")
    func malformed() async throws {
        try await RunningGateway.run { gateway in
            for body in [
                "", "hello", "{}", "[]", #"{"email":"a@b.c"}"#, #"{"email":1,"password":2}"#,
            ] {
                let answer = try await gateway.http.request("POST", "/api/session", body: body)
                try expectProblem(answer, 400, "invalid_message")
            }
            let huge = String(repeating: "x", count: 70_000)
            try expectProblem(
                try await logIn("ada@example.com", huge, at: gateway),
                413,
                "too_large"
            )
        }
    }

    @Test("While the store is away nobody can log in, and is told when to try again")
    func storeAway() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            store.setUnavailable(true)
            let answer = try await logIn("ada@example.com", "x", at: gateway)
            store.setUnavailable(false)
            try expectProblem(answer, 503, "unavailable")
            #expect(answer.headers["retry-after"] == "1")
        }
    }

    @Test("Without a session, or with one that was tampered with, nobody is anybody")
    func unauthorized() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let parts = token.split(separator: ".").map(String.init)
            let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
            let bad = [
                nil, "", "x", "a.b.c", token + "x", String(token.dropLast(2)),
                "\(parts[0]).\(parts[1]).", "\(unsigned).\(parts[1]).",
                "\(parts[0]).\(parts[1].dropLast(2)).\(parts[2])",
            ]
            for token in bad {
                let who = try await gateway.http.request("GET", "/api/session", token: token)
                try expectProblem(who, 401, "unauthorized")
                let out = try await gateway.http.request("DELETE", "/api/session", token: token)
                try expectProblem(out, 401, "unauthorized")
            }
        }
    }

    @Test("The token of another installation is worth nothing")
    func foreignToken() async throws {
        let store = MemoryStore()
        let other = MemoryStore()
        let token = try await RunningGateway.run(store: other) { gateway in
            try await gateway.token(for: "Ada", in: other)
        }
        try await RunningGateway.run(store: store) { gateway in
            let who = try await gateway.http.request("GET", "/api/session", token: token)
            try expectProblem(who, 401, "unauthorized")
        }
    }

    @Test("A page of a foreign origin may neither log in nor out")
    func foreignOrigin() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(
            store: store,
            configure: Self.allowingDesk
        ) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let evil = [("Origin", "https://evil.example.com")]
            for method in ["POST", "DELETE"] {
                let answer = try await gateway.http.request(
                    method,
                    "/api/session",
                    token: token,
                    headers: evil
                )
                try expectProblem(answer, 403, "forbidden")
            }
            let allowed = try await gateway.http.request(
                "DELETE",
                "/api/session",
                token: token,
                headers: [("Origin", "https://desk.example.com")]
            )
            #expect(allowed.status == 204)
        }
    }
}
