import BilletsChaos
import Testing

@Suite struct RESPSplitterTests {
    private let replies = [
        "+OK\r\n", ":17\r\n", "-ERR no\r\n", "$5\r\nhello\r\n", "$-1\r\n", "*-1\r\n", "*0\r\n",
        "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$4\r\na\r\nb\r\n", "*2\r\n*1\r\n:1\r\n$0\r\n\r\n",
    ]

    @Test func `Replies come out one by one, however they were cut on the way`() {
        let bytes = Array(replies.joined().utf8)
        for size in 1...bytes.count {
            var splitter = RESPSplitter()
            var found: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = Array(bytes[start..<min(bytes.count, start + size)])
                found += splitter.take(piece).map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(found == replies)
        }
    }

    @Test func `What is no reply passes as it is`() {
        var splitter = RESPSplitter()
        let strange = Array("HTTP/1.1 400\r\nand more".utf8)
        #expect(splitter.take(strange) == [strange])
        #expect(splitter.take([1, 2, 3]) == [[1, 2, 3]])
    }

    @Test func `Only messages are dropped, as many as are wanted`() {
        var dropper = MessageDropper()
        var wanted = 2
        let message = "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n"
        let pong = "*2\r\n$4\r\npong\r\n$0\r\n\r\n"
        let kept = dropper.take(
            Array((message + pong + ":0\r\n" + message + message).utf8),
            dropping: &wanted
        )
        #expect(String(decoding: kept, as: UTF8.self) == pong + ":0\r\n" + message)
        #expect(wanted == 0)
    }
}
