import BilletsGateway
import BilletsLoad
import BilletsWire
import Testing

@Suite("Foreign pages")
struct ForeignPageTests {
    private static let logIn =
        #"{"email":"ada@example.com","password":"\#(RunningGateway.password)"}"#

    @Test(
        "A form of whatever kind is refused with 415, even if it holds JSON",
        arguments: [
            "text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x", "TEXT/PLAIN", "application/octet-stream", "",
            "application/json, text/plain",
        ]
    )
    func forms(_ type: String) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            _ = try await gateway.token(for: "Ada", in: store)
            let answer = try await RawConnection.ask(
                "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\n"
                    + "Content-Length: \(Self.logIn.utf8.count)\r\n\r\n\(Self.logIn)",
                port: gateway.port
            )
            #expect(answer.status == 415)
            #expect(answer.body.contains(#""code":"invalid_message""#))
            #expect(answer.headers["set-cookie"] == nil)
        }
    }

    @Test(
        "JSON is taken, under each of its names",
        arguments: [
            "application/json", "application/json; charset=utf-8", "Application/JSON",
            "application/merge-patch+json",
        ]
    )
    func json(_ type: String) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            _ = try await gateway.token(for: "Ada", in: store)
            let answer = try await RawConnection.ask(
                "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\n"
                    + "Content-Length: \(Self.logIn.utf8.count)\r\n\r\n\(Self.logIn)",
                port: gateway.port
            )
            #expect(answer.status == 200)
        }
    }

    @Test("A request without a body needs no type")
    func empty() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let answer = try await gateway.http.request(
                "DELETE",
                "/api/session",
                token: token,
                headers: [("Content-Type", "text/plain")]
            )
            #expect(answer.status == 204)
        }
    }

    @Test(
        "A page of another site may change nothing, with whichever header it gives itself away",
        arguments: [
            ("Origin", "null"), ("Origin", "https://evil.example.com"),
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
        ]
    )
    func crossSite(_ name: String, _ value: String) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let cookie = ("Cookie", "billets_session=\(token)")
            let answer = try await gateway.http.request(
                "DELETE",
                "/api/session",
                headers: [cookie, (name, value)]
            )
            #expect(answer.status == 403)
            #expect(answer.body.contains(#""code":"forbidden""#))
            let handshake = try await HandshakeHead.request(
                port: gateway.port,
                headers: [
                    ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                    ("Sec-WebSocket-Version", "13"),
                    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), cookie, (name, value),
                ]
            )
            #expect(handshake.status == 403)
            let still = try await gateway.http.request("GET", "/api/session", headers: [cookie])
            #expect(still.status == 200)
        }
    }

    @Test("Behind TLS a page in clear text is foreign")
    func clearText() async throws {
        let store = MemoryStore()
        let proxies = TrustedProxies.loopback
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.trustedProxies = proxies
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            for (scheme, status) in [("http", 403), ("https", 204)] {
                let answer = try await gateway.http.request(
                    "DELETE",
                    "/api/session",
                    token: token,
                    headers: [
                        ("X-Forwarded-Proto", "https"),
                        ("Origin", "\(scheme)://127.0.0.1:\(gateway.port)"),
                    ]
                )
                #expect(answer.status == status)
            }
        }
    }

    @Test("Every answer tells browsers to make nothing of it but what it is")
    func headers() async throws {
        try await RunningGateway.run { gateway in
            for (method, path) in [
                ("GET", "/healthz"), ("GET", "/api/session"), ("GET", "/nowhere"),
                ("POST", "/api/session"),
                ("GET", "/ws"), ("TRACE", "/"),
                ("GET", "/" + String(repeating: "x", count: 10_000)),
            ] {
                let answer = try await RawConnection.ask(
                    "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\r\n",
                    port: gateway.port
                )
                let expected = [
                    "cache-control": "no-store",
                    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
                    "cross-origin-opener-policy": "same-origin",
                    "cross-origin-resource-policy": "same-origin",
                    "referrer-policy": "no-referrer",
                    "x-content-type-options": "nosniff",
                    "x-frame-options": "DENY",
                ]
                for (name, value) in expected {
                    #expect(answer.headers[name] == value, "\(method) \(path.prefix(20)): \(name)")
                }
                #expect(answer.headers["permissions-policy"] != nil)
                #expect(answer.headers["strict-transport-security"] == nil)
                #expect(answer.headers["server"]?.contains(where: \.isNumber) != true)
            }
        }
    }

    @Test("Scripts and styles go without what browsers heed in documents alone")
    func parts() async throws {
        try await RunningGateway.run { gateway in
            let page = try await gateway.http.request("GET", "/").body
            let module = try #require(page.firstMatch(of: /\/board\/\w+\/main\.js/)).output
            let script = try await gateway.http.request("GET", String(module)).headers
            #expect(
                script["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
            )
            #expect(script["cross-origin-resource-policy"] == "same-origin")
            #expect(script["x-content-type-options"] == "nosniff")
            for name in ["cross-origin-opener-policy", "permissions-policy", "x-frame-options"] {
                #expect(script[name] == nil)
            }
        }
    }
}
