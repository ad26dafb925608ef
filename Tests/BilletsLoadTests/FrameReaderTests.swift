import BilletsLoad
import NIOCore
import NIOWebSocket
import Testing

@Suite struct FrameReaderTests {
    private func server(_ opcode: UInt8, _ count: Int, isLast: Bool = true) -> [UInt8] {
        var head = [(isLast ? 0x80 : 0) | opcode]
        switch count {
        case ...125: head.append(UInt8(count))
        case ...65_535: head += [126, UInt8(count >> 8), UInt8(count & 0xFF)]
        default: head += [127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        }
        return head + [UInt8](repeating: 0x61, count: count)
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func `A frame is found whatever its length`(count: Int) {
        let before: [UInt8] = [1, 2, 3]
        let bytes = before + server(1, count) + [0x81]
        guard case .frame(let frame) = FrameReader.next(in: bytes.span, at: 3) else {
            Issue.record("no frame")
            return
        }
        #expect(frame.opcode == 1)
        #expect(frame.isLast)
        #expect(frame.end - frame.start == count)
        #expect(frame.end == bytes.count - 1)
        #expect(FrameReader.next(in: bytes.span, at: frame.end) == .incomplete)
    }

    @Test(arguments: [126, 70_000])
    func `Until its last byte is there, a frame is incomplete`(count: Int) {
        let bytes = server(1, count)
        for cut in [0, 1, 2, 3, 4, 9, 10, bytes.count - 1] {
            #expect(FrameReader.next(in: Array(bytes[..<cut]).span, at: 0) == .incomplete)
        }
    }

    @Test func `What a server must not send is a violation`() {
        let masked: [UInt8] = [0x81, 0x81, 0, 0, 0, 0, 0]
        #expect(FrameReader.next(in: masked.span, at: 0) == .violation)
        let extended: [UInt8] = [0xC1, 0x01, 0x61]
        #expect(FrameReader.next(in: extended.span, at: 0) == .violation)
        let huge: [UInt8] = [0x81, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
        #expect(FrameReader.next(in: huge.span, at: 0) == .violation)
    }

    @Test(arguments: [0, 3, 125, 126, 70_000])
    func `What a client sends is what it said, masked`(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        var bytes = Array(ClientFraming.frame(.text, payload: payload).readableBytesView)
        #expect(bytes[1] & 0x80 != 0)
        let head = count > 65_535 ? 10 : count > 125 ? 4 : 2
        let mask = bytes[head..<head + 4].map { $0 }
        bytes.removeFirst(head + 4)
        #expect(bytes.enumerated().map { $1 ^ mask[$0 % 4] } == payload)
    }
}
