import NIOCore
import NIOWebSocket
import Testing

@testable import BilletsGateway

@Suite("MessageAssembler")
struct MessageAssemblerTests {
    private var assembler = MessageAssembler(messageBytesMaximum: 100)

    /// A frame as a client sends it, unless said otherwise.
    private func frame(
        _ opcode: WebSocketOpcode,
        _ payload: [UInt8],
        isLast: Bool = true,
        isMasked: Bool = true
    ) -> WebSocketFrame {
        var data = ByteBuffer(bytes: payload)
        let mask: WebSocketMaskingKey = [0x12, 0x34, 0x56, 0x78]
        if isMasked { data.webSocketMask(mask) }
        return WebSocketFrame(
            fin: isLast,
            opcode: opcode,
            maskKey: isMasked ? mask : nil,
            data: data
        )
    }

    private func frame(_ opcode: WebSocketOpcode, _ text: String, isLast: Bool = true)
        -> WebSocketFrame
    {
        frame(opcode, Array(text.utf8), isLast: isLast)
    }

    @Test("A text frame is a message")
    mutating func whole() {
        #expect(assembler.take(frame(.text, "hello")) == .text(Array("hello".utf8)))
        #expect(assembler.take(frame(.text, "")) == .text([]))
    }

    @Test("Fragments become one message, and the next one begins afresh")
    mutating func fragments() {
        #expect(assembler.take(frame(.text, "he", isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, "", isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, "ll", isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, "o")) == .text(Array("hello".utf8)))
        #expect(assembler.take(frame(.text, "again")) == .text(Array("again".utf8)))
    }

    @Test("Control frames may stand between fragments, and are answered at once")
    mutating func controlBetweenFragments() {
        #expect(assembler.take(frame(.text, "he", isLast: false)) == .more)
        #expect(assembler.take(frame(.ping, "you?")) == .ping(ByteBuffer(string: "you?")))
        #expect(assembler.take(frame(.pong, "")) == .pong)
        #expect(assembler.take(frame(.continuation, "llo")) == .text(Array("hello".utf8)))
        #expect(assembler.take(frame(.text, "x", isLast: false)) == .more)
        #expect(assembler.take(frame(.connectionClose, "")) == .goodbye)
    }

    @Test("A new text in the middle of another, or a continuation of nothing, breaks the protocol")
    mutating func badOrder() {
        #expect(assembler.take(frame(.continuation, "x")) == .violation(.protocolError))
        #expect(assembler.take(frame(.text, "x", isLast: false)) == .more)
        #expect(assembler.take(frame(.text, "y")) == .violation(.protocolError))
    }

    @Test("A message may be as long as the limit, and not a byte longer, in one frame or in many")
    mutating func limits() {
        let most = String(repeating: "x", count: 100)
        #expect(assembler.take(frame(.text, most)) == .text(Array(most.utf8)))
        #expect(assembler.take(frame(.text, most + "x")) == .violation(.messageTooBig))
        #expect(assembler.take(frame(.text, most, isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, "")) == .text(Array(most.utf8)))
        #expect(assembler.take(frame(.text, most, isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, "x")) == .violation(.messageTooBig))
    }

    @Test("Fragments after one too many are not gathered")
    mutating func tooManyFragments() {
        let most = String(repeating: "x", count: 100)
        #expect(assembler.take(frame(.text, most, isLast: false)) == .more)
        for _ in 0..<3 {
            let step = assembler.take(frame(.continuation, most, isLast: false))
            #expect(step == .violation(.messageTooBig))
        }
    }

    @Test("Binary frames are not taken")
    mutating func binary() {
        #expect(assembler.take(frame(.binary, "x")) == .violation(.binary))
        #expect(assembler.take(frame(.text, "x", isLast: false)) == .more)
        #expect(assembler.take(frame(.binary, "x")) == .violation(.binary))
    }

    @Test("A frame that is not masked breaks the protocol, whatever it is")
    mutating func unmasked() {
        for opcode: WebSocketOpcode in [.text, .ping, .pong, .connectionClose, .binary] {
            let step = assembler.take(frame(opcode, [], isMasked: false))
            #expect(step == .violation(.protocolError))
        }
    }

    @Test("A reserved bit that no extension has claimed breaks the protocol")
    mutating func reservedBits() {
        for bit in 0..<3 {
            var frame = frame(.text, "x")
            switch bit {
            case 0: frame.rsv1 = true
            case 1: frame.rsv2 = true
            default: frame.rsv3 = true
            }
            #expect(assembler.take(frame) == .violation(.protocolError))
        }
    }

    @Test(
        "An operation that RFC 6455 does not know breaks the protocol",
        arguments: [3, 7, 11, 15]
    )
    mutating func unknownOpcode(_ number: Int) throws {
        let opcode = try #require(WebSocketOpcode(encodedWebSocketOpcode: UInt8(number)))
        #expect(assembler.take(frame(opcode, "x")) == .violation(.protocolError))
    }

    @Test(
        "Text that is not UTF-8 is not taken",
        arguments: [
            [0xFF], [0xC3], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x61, 0xE2, 0x82],
        ] as [[UInt8]]
    )
    mutating func notUTF8(_ bytes: [UInt8]) {
        #expect(assembler.take(frame(.text, bytes)) == .violation(.invalidText))
        #expect(assembler.take(frame(.text, [], isLast: false)) == .more)
        for byte in bytes {
            #expect(assembler.take(frame(.continuation, [byte], isLast: false)) == .more)
        }
        #expect(assembler.take(frame(.continuation, [])) == .violation(.invalidText))
    }

    @Test("A character whose bytes come in several fragments is whole again")
    mutating func splitCharacter() {
        let bytes = Array("😀".utf8)
        #expect(assembler.take(frame(.text, [bytes[0]], isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, [bytes[1]], isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, [bytes[2], bytes[3]])) == .text(bytes))
    }

    private static func closing(_ code: UInt16, _ reason: [UInt8] = []) -> [UInt8] {
        [UInt8(code >> 8), UInt8(code & 0xFF)] + reason
    }

    @Test(
        "A goodbye may carry a code that an end may send, and a reason",
        arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1014, 3000, 4999]
    )
    mutating func goodbye(_ code: UInt16) {
        #expect(assembler.take(frame(.connectionClose, [])) == .goodbye)
        #expect(assembler.take(frame(.connectionClose, Self.closing(code))) == .goodbye)
        let reason = Self.closing(code, Array("bye 😀".utf8))
        #expect(assembler.take(frame(.connectionClose, reason)) == .goodbye)
    }

    @Test(
        "A goodbye with any other code breaks the protocol",
        arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535]
    )
    mutating func badCode(_ code: UInt16) {
        let step = assembler.take(frame(.connectionClose, Self.closing(code)))
        #expect(step == .violation(.protocolError))
    }

    @Test("A goodbye with half a code, or with a reason that is not UTF-8, is not taken")
    mutating func badGoodbye() {
        #expect(assembler.take(frame(.connectionClose, [3])) == .violation(.protocolError))
        let step = assembler.take(frame(.connectionClose, Self.closing(1000, [0xFF])))
        #expect(step == .violation(.invalidText))
    }
}
