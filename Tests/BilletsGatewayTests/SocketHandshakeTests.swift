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
        #expect(reading { $0.remove(name: "upgrade") } == .absent)
        #expect(reading { $0.remove(name: "connection") } == .absent)
        #expect(reading { $0.replaceOrAdd(name: "Upgrade", value: "websockets") } == .absent)
        #expect(reading { $0.replaceOrAdd(name: "Connection", value: "upgrade-x") } == .absent)
    }

    @Test("A length of zero is no body; any other, and every coding, is refused")
    func body() {
        for length in ["0", "00"] {
            guard case .complete = reading({ $0.add(name: "Content-Length", value: length) }) else {
                Issue.record("\(length)")
                continue
            }
        }
        #expect(status { $0.add(name: "Content-Length", value: "5") } == 400)
        #expect(status { $0.add(name: "Transfer-Encoding", value: "chunked") } == 400)
    }

    @Test("Another version is 426, and a key that is none 400")
    func malformed() {
        #expect(status { $0.replaceOrAdd(name: "Sec-WebSocket-Version", value: "8") } == 426)
        #expect(status { $0.remove(name: "Sec-WebSocket-Version") } == 426)
        for key in ["", "x", "dGhlIHNhbXBsZQ==", "dGhlIHNhbXBsZSBub25jZXh4"] {
            #expect(status { $0.replaceOrAdd(name: "Sec-WebSocket-Key", value: key) } == 400)
        }
        #expect(status { $0.remove(name: "Sec-WebSocket-Key") } == 400)
        let other = "AAAAAAAAAAAAAAAAAAAAAA=="
        #expect(status { $0.add(name: "Sec-WebSocket-Key", value: other) } == 400)
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
