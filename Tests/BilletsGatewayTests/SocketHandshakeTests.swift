import BilletsWire
import NIOHTTP1
import Testing

@testable import BilletsGateway

@Suite("SocketHandshake")
struct SocketHandshakeTests {
    private static let headers: HTTPHeaders = [
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ]

    private func reading(_ changes: (inout HTTPHeaders) -> Void = { _ in })
        -> SocketHandshake.Reading
    {
        var headers = Self.headers
        changes(&headers)
        return SocketHandshake.reading { headers[$0] }
    }

    private func status(_ changes: (inout HTTPHeaders) -> Void) -> Int? {
        guard case .malformed(let problem) = reading(changes) else { return nil }
        return problem.status
    }

    private func expect(_ status: Int, _ changes: (inout HTTPHeaders) -> Void) {
        let found = self.status(changes)
        #expect(found == status)
    }

    private func expectAbsent(_ changes: (inout HTTPHeaders) -> Void) {
        let found = reading(changes)
        #expect(found == .absent)
    }

    @Test("The example of RFC 6455 is accepted with the value that stands there")
    func example() throws {
        guard case .complete(let handshake) = reading() else {
            Issue.record("It was not read as a handshake.")
            return
        }
        #expect(handshake.acceptance == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test("Names are compared without case, in lists and over several fields")
    func lists() throws {
        for (connection, protocols) in [
            (["keep-alive, UPGRADE"], ["WebSocket"]),
            (["keep-alive", "upgrade"], ["h2c, websocket"]),
            (["a,\tUpgrade , b"], ["h2c", "websocket"]),
        ] {
            let reading = reading { headers in
                headers.remove(name: "connection")
                headers.remove(name: "upgrade")
                for value in connection { headers.add(name: "Connection", value: value) }
                for value in protocols { headers.add(name: "Upgrade", value: value) }
            }
            guard case .complete = reading else {
                Issue.record("\(connection) \(protocols)")
                continue
            }
        }
    }

    @Test("Without a wish for a WebSocket there is no handshake")
    func absent() {
        expectAbsent { $0.remove(name: "upgrade") }
        expectAbsent { $0.remove(name: "connection") }
        expectAbsent { $0.replaceOrAdd(name: "Upgrade", value: "websockets") }
        expectAbsent { $0.replaceOrAdd(name: "Connection", value: "upgrade-x") }
    }

    @Test("A length of zero is no body; any other, and every coding, is refused")
    func body() {
        for length in ["0", "00"] {
            guard case .complete = reading({ $0.add(name: "Content-Length", value: length) }) else {
                Issue.record("\(length)")
                continue
            }
        }
        expect(400) { $0.add(name: "Content-Length", value: "5") }
        expect(400) { $0.add(name: "Transfer-Encoding", value: "chunked") }
    }

    @Test("Another version is 426, and a key that is none 400")
    func malformed() {
        expect(426) { $0.replaceOrAdd(name: "Sec-WebSocket-Version", value: "8") }
        expect(426) { $0.remove(name: "Sec-WebSocket-Version") }
        for key in ["", "x", "dGhlIHNhbXBsZQ==", "dGhlIHNhbXBsZSBub25jZXh4"] {
            expect(400) { $0.replaceOrAdd(name: "Sec-WebSocket-Key", value: key) }
        }
        expect(400) { $0.remove(name: "Sec-WebSocket-Key") }
        let other = "AAAAAAAAAAAAAAAAAAAAAA=="
        expect(400) { $0.add(name: "Sec-WebSocket-Key", value: other) }
    }

    @Test("The address is the router's, in each of its forms")
    func paths() {
        for target in [
            "/ws", "/ws/", "//ws", "/ws?x", "/ws/?x=/y", "http://host/ws", "https://host:1/ws/?x",
        ] {
            #expect(SocketHandshake.isPath(ofTarget: target), "\(target)")
        }
        for target in ["/", "/wss", "/ws/x", "/x/ws", "/?/ws", "http://ws", "http://ws/", "*"] {
            #expect(!SocketHandshake.isPath(ofTarget: target), "\(target)")
        }
    }
}
