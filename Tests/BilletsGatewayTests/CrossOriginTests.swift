import Billets
import BilletsLoad
import BilletsWire
import HTTPTypes
import Testing

@testable import BilletsGateway

@Suite("Pages of other origins")
struct CrossOriginTests {
    private static let desk = "https://desk.example.com"

    private static func allowingDesk(_ configuration: inout GatewayConfiguration) {
        configuration.allowedOrigins = [desk]
    }

    private static let fields = [
        "access-control-allow-origin", "access-control-allow-credentials",
        "access-control-expose-headers", "access-control-allow-methods",
        "access-control-allow-headers", "access-control-max-age",
    ]

    @Test("A page of an allowed origin may read the answer of every route, refusals among them")
    func everyRoute() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.allowingDesk) { gateway in
            var asked = try await DocumentTests.routes().map { ($0.method.rawValue, $0.path) }
            asked += [
                ("GET", "/nowhere"), ("DELETE", "/healthz"),
                ("GET", "/" + String(repeating: "x", count: 10_000)),
            ]
            for (method, path) in asked {
                let answer = try await RawConnection.ask(
                    "\(method) \(path) HTTP/1.1\r\nHost: a\r\nOrigin: \(Self.desk)\r\n\r\n",
                    port: gateway.port
                )
                let name = "\(method) \(path.prefix(40)) \(answer.status)"
                #expect(answer.headers["access-control-allow-origin"] == Self.desk, "\(name)")
                #expect(answer.headers["access-control-allow-credentials"] == "true", "\(name)")
                let exposed = answer.headers["access-control-expose-headers"] ?? ""
                for field in ["ETag", "Location", "Retry-After", "X-Request-Id", "Revision"] {
                    #expect(exposed.contains(field), "\(name)")
                }
                #expect(answer.headers["vary"] == "Origin", "\(name)")
            }
        }
    }

    @Test("A preflight request is answered with what the API takes, wherever it goes")
    func preflight() async throws {
        try await RunningGateway.run(configure: Self.allowingDesk) { gateway in
            for path in ["/api/tickets", "/api/session", "/nowhere", "/ws"] {
                let answer = try await gateway.http.request(
                    "OPTIONS",
                    path,
                    headers: [
                        ("Origin", Self.desk), ("Access-Control-Request-Method", "PATCH"),
                        ("Access-Control-Request-Headers", "if-match"),
                    ]
                )
                #expect(answer.status == 204)
                #expect(answer.headers["access-control-allow-origin"] == Self.desk)
                #expect(answer.headers["access-control-allow-credentials"] == "true")
                let methods = answer.headers["access-control-allow-methods"] ?? ""
                #expect(methods == "DELETE, GET, HEAD, PATCH, POST, PUT")
                let names = answer.headers["access-control-allow-headers"]?.lowercased() ?? ""
                for name in [
                    "authorization", "content-type", "idempotency-key", "if-match", "if-none-match",
                    "last-event-id", "traceparent", "x-request-id",
                ] {
                    #expect(names.contains(name))
                }
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["x-request-id"] != nil)
            }
        }
    }

    @Test(
        "A page of any other origin is told nothing, and its preflight request is refused",
        arguments: [
            "https://evil.example.com", "null", "http://desk.example.com",
            "https://desk.example.com.evil.com", "https://DESK.example.com", "",
        ]
    )
    func foreign(_ origin: String) async throws {
        func configure(_ allows: Bool) -> (inout GatewayConfiguration) -> Void {
            { if allows { Self.allowingDesk(&$0) } }
        }
        for allows in [true, false] {
            try await RunningGateway.run(configure: configure(allows)) { gateway in
                for (method, status) in [("GET", 200), ("OPTIONS", 405)] {
                    let answer = try await gateway.http.request(
                        method,
                        "/healthz",
                        headers: [("Origin", origin), ("Access-Control-Request-Method", "PUT")]
                    )
                    #expect(answer.status == status)
                    for field in Self.fields { #expect(answer.headers[field] == nil) }
                    #expect((answer.headers["vary"] == "Origin") == allows)
                }
            }
        }
    }

    @Test("Without allowed origins an allowed one's page is told nothing")
    func closed() async throws {
        try await RunningGateway.run { gateway in
            let answer = try await gateway.http.request(
                "OPTIONS",
                "/api/tickets",
                headers: [("Origin", Self.desk), ("Access-Control-Request-Method", "GET")]
            )
            #expect(answer.status == 405)
            for field in Self.fields + ["vary"] { #expect(answer.headers[field] == nil) }
        }
    }

    @Test("A page of an allowed origin logs in, creates and changes with its token")
    func works() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.allowingDesk) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let page = [("Origin", Self.desk), ("Sec-Fetch-Site", "cross-site")]
            let created = try await gateway.http.request(
                "POST",
                "/api/tickets",
                token: token,
                headers: page,
                body: #"{"title":"From elsewhere"}"#
            )
            #expect(created.status == 201)
            let path = try #require(created.headers["location"])
            let changed = try await gateway.http.request(
                "PATCH",
                path,
                token: token,
                headers: page + [("If-Match", try #require(created.headers["etag"]))],
                body: #"{"status":"blocked"}"#
            )
            #expect(changed.status == 200)
            #expect(changed.headers["access-control-allow-origin"] == Self.desk)
        }
    }
}
