import Testing

extension RequestLimitTests {
    /// A request that is refused, with what.
    struct Offence: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let request: String
        let status: Int
        let code: String

        init(_ name: String, _ status: Int, _ code: String, _ request: String) {
            testDescription = name
            self.request = request
            self.status = status
            self.code = code
        }
    }

    static func get(_ path: String, _ fields: String = "Host: a\r\n") -> String {
        "GET \(path) HTTP/1.1\r\n\(fields)\r\n"
    }

    static func post(_ fields: String, _ body: String = "") -> String {
        "POST /api/session HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)"
    }

    static func letters(_ count: Int) -> String {
        String(repeating: "x", count: count)
    }

    static let offences = [
        Offence("a long address", 414, "too_large", get("/" + letters(8192))),
        Offence("a longer address", 414, "too_large", get("/" + letters(20_000))),
        Offence("an address without an end", 414, "too_large", "GET /" + letters(300_000)),
        Offence(
            "a large field",
            431,
            "too_large",
            get("/healthz", "Host: a\r\nX: \(letters(16_400))\r\n")
        ),
        Offence(
            "a huge field",
            431,
            "too_large",
            get("/healthz", "Host: a\r\nX: \(letters(300_000))")
        ),
        Offence(
            "fields that are large together",
            431,
            "too_large",
            get(
                "/healthz",
                "Host: a\r\n" + (0..<20).map { "X\($0): \(letters(1000))\r\n" }.joined()
            )
        ),
        Offence(
            "many fields",
            431,
            "too_large",
            get("/healthz", "Host: a\r\n" + String(repeating: "A: b\r\n", count: 100))
        ),
        Offence(
            "a body that is said to be large",
            413,
            "too_large",
            post("Content-Length: 65537\r\n")
        ),
        Offence(
            "a body that is said to be larger than numbers are",
            413,
            "too_large",
            post("Content-Length: 99999999999999999\r\n")
        ),
        Offence("no host", 400, "invalid_message", get("/healthz", "")),
        Offence("two hosts", 400, "invalid_message", get("/healthz", "Host: a\r\nHost: a\r\n")),
        Offence("a host that is none", 400, "invalid_message", get("/healthz", "Host: a/b\r\n")),
        Offence("no HTTP", 400, "invalid_message", "hello\r\n\r\n"),
        Offence(
            "another protocol's greeting",
            400,
            "invalid_message",
            "\u{16}\u{3}\u{1}\u{2}\u{0}"
        ),
        Offence("another version", 400, "invalid_message", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        Offence(
            "a method that is none",
            400,
            "invalid_message",
            "DANCE / HTTP/1.1\r\nHost: a\r\n\r\n"
        ),
        Offence(
            "a name without a colon",
            400,
            "invalid_message",
            get("/", "Host: a\r\nBroken\r\n")
        ),
        Offence(
            "a blank before the colon",
            400,
            "invalid_message",
            get("/", "Host: a\r\nX : y\r\n")
        ),
        Offence(
            "a folded line",
            400,
            "invalid_message",
            get("/", "Host: a\r\nX: y\r\n  z\r\nB\u{0}: c\r\n")
        ),
        Offence("a zero byte", 400, "invalid_message", get("/", "Host: a\r\nX: a\u{0}b\r\n")),
        Offence("an address that is none", 400, "invalid_message", get("healthz")),
        Offence("a tunnel", 405, "method_not_allowed", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Offence(
            "a length and chunks",
            400,
            "invalid_message",
            post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
        ),
        Offence(
            "chunks and a length",
            400,
            "invalid_message",
            post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n")
        ),
        Offence(
            "two lengths",
            400,
            "invalid_message",
            post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd")
        ),
        Offence(
            "a length with a sign",
            400,
            "invalid_message",
            post("Content-Length: +4\r\n", "abcd")
        ),
        Offence(
            "a length that is a list",
            400,
            "invalid_message",
            post("Content-Length: 4, 4\r\n", "abcd")
        ),
        Offence(
            "an unknown coding",
            400,
            "invalid_message",
            post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")
        ),
        Offence(
            "a coding that is nearly known",
            400,
            "invalid_message",
            post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")
        ),
        Offence(
            "chunks in HTTP/1.0",
            400,
            "invalid_message",
            "POST /api/session HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        Offence(
            "a chunk that is none",
            400,
            "invalid_message",
            post("Transfer-Encoding: chunked\r\n", "xyz\r\nabc\r\n")
        ),
    ]
}
