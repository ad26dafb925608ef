import Testing

@testable import BilletsLoad

@Suite struct ReachAnswerTests {
    private func problem(_ answer: String, isSecure: Bool = false) -> String? {
        ReachAnswer.problem(Array(answer.utf8), isSecure: isSecure)
    }

    @Test func `A gateway answers a question without a session with a problem document`() {
        let head = "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/problem+json\r\n\r\n{}"
        #expect(problem(head) == nil)
        #expect(problem(head, isSecure: true) == nil)
    }

    @Test func `What is not a gateway is named`() throws {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"
        #expect(try #require(problem(page)).contains("HTTP/1.1 200 OK"))
        #expect(try #require(problem("HTTP/1.0 404 Not Found\r\n\r\n")).contains("404"))
        #expect(try #require(problem("-ERR unknown command\r\n")).contains("not a gateway"))
        #expect(try #require(problem("HTTP/1.1 503 No\r\n\r\n")).contains("no gateway is ready"))
        let moved = "HTTP/1.1 301 Moved\r\nLocation: https://desk.example/\r\n\r\n"
        #expect(try #require(problem(moved)).contains("https://desk.example/"))
    }

    @Test func `TLS behind http, and its absence behind https, is named`() throws {
        let alert = ReachAnswer.problem([0x15, 0x03, 0x01, 0, 2, 2, 70], isSecure: false)
        #expect(try #require(alert).contains("https://"))
        #expect(try #require(problem("")).contains("https://"))
        #expect(try #require(problem("", isSecure: true)).contains("without an answer"))
    }

    @Test func `An answer cannot control a terminal`() throws {
        let answer = "HTTP/1.1 418 \u{1B}[2Jteapot\r\n\r\n"
        let words = try #require(problem(answer))
        #expect(!words.contains("\u{1B}"))
        #expect(words.contains("teapot"))
    }
}
