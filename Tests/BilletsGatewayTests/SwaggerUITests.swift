import BilletsGateway
import BilletsLoad
import Foundation
import Testing

/// The real Swagger UI, as `deploy/fetch-swagger-ui` puts it into the checkout.
@Suite("Swagger UI")
struct SwaggerUITests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/share/swagger-ui").path()

    @Sendable private static func installed(_ configuration: inout GatewayConfiguration) {
        configuration.swaggerUI = try? SwaggerUI(folder: folder)
    }

    @Test("It is served under a strict policy, compressed for who can read that")
    func served() async throws {
        try #require((try? SwaggerUI(folder: Self.folder)) != nil, "run deploy/fetch-swagger-ui")
        try await RunningGateway.run(configure: Self.installed) { gateway in
            for (path, type) in [
                ("/docs", "text/html; charset=utf-8"), ("/docs/start.js", "text/javascript"),
                ("/docs/swagger-ui-bundle.js", "text/javascript"),
                ("/docs/swagger-ui.css", "text/css"), ("/docs/favicon-32x32.png", "image/png"),
            ] {
                let answer = try await gateway.http.request("GET", path)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.headers["content-type"] == type)
                let policy = try #require(answer.headers["content-security-policy"])
                #expect(policy.contains("default-src 'none'; script-src 'self'; style-src 'self';"))
                #expect(!policy.contains("unsafe"))
            }
            for (encodings, expected) in [("Accept-Encoding: gzip\r\n", "gzip"), ("", nil)] {
                let raw = try await RawConnection.ask(
                    "GET /docs/swagger-ui.css HTTP/1.1\r\nHost: a\r\n\(encodings)\r\n",
                    port: gateway.port
                )
                #expect(raw.headers["content-encoding"] == expected)
                #expect(raw.headers["vary"] == "Accept-Encoding")
            }
        }
    }

    @Test("No path leads out of it")
    func traversal() async throws {
        try await RunningGateway.run(configure: Self.installed) { gateway in
            for path in [
                "/docs/../../etc/passwd", "/docs/%2e%2e/%2e%2e/etc/passwd",
                "/docs/..%2f..%2fetc%2fpasswd",
                "/docs/%2fetc%2fpasswd", "/docs/..", "/docs/.", "/docs/%00",
                "/docs/start.js%00.png",
                "/docs//etc/passwd", "/docs/WHEEL", "/docs/swagger-ui.css.gz", "/docs/\\..\\x",
            ] {
                let answer = try await RawConnection.ask(
                    "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n",
                    port: gateway.port
                )
                #expect([400, 404].contains(answer.status), "\(path)")
            }
        }
    }

    @Test("Without it the page says what to do, and the documents are there all the same")
    func missing() async throws {
        try await RunningGateway.run { gateway in
            let page = try await gateway.http.request("GET", "/docs")
            #expect(page.status == 200 && page.body.contains("deploy/fetch-swagger-ui"))
            #expect(try await gateway.http.request("GET", "/docs/start.js").status == 404)
            #expect(try await gateway.http.request("GET", "/openapi.json").status == 200)
        }
    }
}
