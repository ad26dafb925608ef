import BilletsLoad
import Testing

@Suite struct UpgradeReaderTests {
    private static let head = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        sec-websocket-ACCEPT: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r\n
        """

    private func read(_ text: String) -> UpgradeReader.Step {
        UpgradeReader.read(Array(text.utf8).span)
    }

    @Test func `An answer to our handshake opens the socket, and frames may follow at once`() {
        #expect(read(Self.head + "\u{1}\u{2}") == .upgraded(end: Self.head.utf8.count))
    }

    @Test func `Until its last line is there, an answer is incomplete`() {
        for count in 0..<Self.head.utf8.count {
            #expect(
                read(String(decoding: Self.head.utf8.prefix(count), as: UTF8.self)) == .incomplete
            )
        }
    }

    @Test func `A refusal says its status`() {
        #expect(
            read("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n\r\n{}")
                == .refused(status: 429)
        )
    }

    @Test func `What is no answer to our handshake is nonsense`() {
        #expect(read("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: other=\r\n\r\n") == .nonsense)
        #expect(read("SSH-2.0-OpenSSH\r\n\r\n") == .nonsense)
        let endless = String(repeating: "x", count: UpgradeReader.headBytesMaximum + 1)
        #expect(read(endless) == .nonsense)
    }
}
