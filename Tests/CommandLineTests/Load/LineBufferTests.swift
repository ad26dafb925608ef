import Testing

@testable import les_billets

@Suite struct LineBufferTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func texts(_ lines: [[UInt8]]) -> [String] {
        lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `Lines are found however their bytes come`() throws {
        let text = "one\n\ntwo and three\nfour\n"
        for size in 1...text.utf8.count {
            var buffer = LineBuffer(lineBytesMaximum: 100)
            var lines: [[UInt8]] = []
            var rest = bytes(text)[...]
            while !rest.isEmpty {
                lines += try buffer.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(texts(lines) == ["one", "", "two and three", "four"], "\(size)")
        }
    }

    @Test func `A line without an end waits for it`() throws {
        var buffer = LineBuffer(lineBytesMaximum: 100)
        #expect(try buffer.append(bytes("half")) == [])
        #expect(texts(try buffer.append(bytes(" a line\nrest"))) == ["half a line"])
    }

    @Test func `A line that does not end is refused`() throws {
        var buffer = LineBuffer(lineBytesMaximum: 4)
        #expect(try buffer.append(bytes("1234")) == [])
        #expect(throws: Complaint.self) { try buffer.append(bytes("5")) }
    }
}
