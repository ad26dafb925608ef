import BilletsBoard
import BilletsDeflate
import BilletsLoad
import Foundation
import Subprocess
import Testing

/// The page of `GET /`, as it is served; what it does is tested in a browser by `deploy/test-board`.
@Suite("The board's page")
struct BoardPageTests {
    /// The addresses of the page's own files, in what it says.
    private static func files(of page: String) -> [String] {
        page.matches(of: /(?:href|src)="(\/board\/[^"]+)"/).map { String($0.1) }
    }

    @Test(
        "It is served under a strict policy, asked for again each time, and not sent again while it is the same"
    )
    func page() async throws {
        try await RunningGateway.run { gateway in
            let answer = try await gateway.http.request("GET", "/")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
            #expect(answer.headers["cache-control"] == "no-cache")
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'; script-src 'self'; style-src 'self';"))
            #expect(policy.contains("require-trusted-types-for 'script'"))
            #expect(!policy.contains("unsafe") && !policy.contains("http"))
            #expect(!answer.body.contains("VERSION") && !answer.body.contains("MODULES"))
            let tag = try #require(answer.headers["etag"])
            let again = try await gateway.http.request(
                "GET",
                "/",
                headers: [("If-None-Match", tag)]
            )
            #expect(again.status == 304 && again.body.isEmpty)
        }
    }

    @Test("All that it loads is there, and may be kept for good under its own address only")
    func files() async throws {
        try await RunningGateway.run { gateway in
            let page = try await gateway.http.request("GET", "/").body
            let addresses = Self.files(of: page)
            let names = Set(addresses.compactMap { $0.split(separator: "/").last.map(String.init) })
            #expect(names == Set(BoardFiles.all.keys))
            for address in addresses {
                let answer = try await gateway.http.request("GET", address)
                #expect(answer.status == 200, "\(address)")
                #expect(
                    answer.headers["cache-control"] == "public, max-age=31536000, immutable"
                )
                let name = try #require(address.split(separator: "/").last)
                let other = try await gateway.http.request("GET", "/board/another/\(name)")
                #expect(other.body == answer.body)
                #expect(other.headers["cache-control"] == "no-cache")
            }
        }
    }

    @Test("It is compressed for who can read that")
    func compressed() async throws {
        try await RunningGateway.run { gateway in
            for (encodings, expected) in [("Accept-Encoding: gzip\r\n", "gzip"), ("", nil)] {
                let raw = try await RawConnection.ask(
                    "GET / HTTP/1.1\r\nHost: a\r\n\(encodings)\r\n",
                    port: gateway.port
                )
                #expect(raw.headers["content-encoding"] == expected)
                #expect(raw.headers["vary"] == "Accept-Encoding")
            }
        }
    }

    @Test("gzip gives back what went in")
    func gzip() async throws {
        let samples: [[UInt8]] = [
            [], [7], Array("Hoover ".utf8), BoardFiles.page(version: "1"),
        ]
        for bytes in samples {
            let compressed = try #require(Gzip.compress(bytes))
            let result = try await Subprocess.run(
                .name("gzip"),
                arguments: ["--decompress", "--stdout"],
                input: .array(compressed),
                output: .bytes(limit: 1 << 20),
                error: .discarded
            )
            #expect(result.terminationStatus.isSuccess)
            #expect(result.standardOutput == bytes)
        }
    }

    @Test("Comments on lines of their own are not sent, and all else is")
    func comments() {
        let source = """
            /** One line. */
            /**
             * Many lines; const no = 1;
             */
            const a = "/* text */"; // stays

              // goes
              a /* stays */ += "// text";
            /* goes */
            end();

            """
        let code = """
            const a = "/* text */"; // stays
              a /* stays */ += "// text";
            end();

            """
        #expect(String(decoding: BoardFile.code(in: Array(source.utf8)), as: UTF8.self) == code)
    }

    @Test("Nothing else has a name there")
    func strangers() async throws {
        try await RunningGateway.run { gateway in
            for path in [
                "/board", "/board/1", "/board/1/board.html", "/board/1/%2e%2e", "/board/1/../x",
                "/board/1/main.js%00", "/board/1/x/main.js",
            ] {
                let answer = try await RawConnection.ask(
                    "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n",
                    port: gateway.port
                )
                #expect([400, 404].contains(answer.status), "\(path)")
            }
        }
    }

    @Test("Every file in the folder of the page is served")
    func folder() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/BilletsBoard/Page").path()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(names) == Set(BoardFiles.all.keys).union(["board.html"]))
    }
}
