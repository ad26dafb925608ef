import BilletsDeflate
import NIOCore
import NIOWebSocket
import Testing

@testable import BilletsGateway

/// What an assembler makes of compressed messages.
@Suite("Compressed messages")
struct CompressedMessageTests {
    private var assembler = MessageAssembler(
        messageBytesMaximum: 100,
        inflater: Inflater(messageBytesMaximum: 100)
    )
    private let deflater = Deflater()

    private func frame(
        _ opcode: WebSocketOpcode,
        _ payload: [UInt8],
        isLast: Bool = true,
        isCompressed: Bool = false
    ) -> WebSocketFrame {
        var data = ByteBuffer(bytes: payload)
        let mask: WebSocketMaskingKey = [0x12, 0x34, 0x56, 0x78]
        data.webSocketMask(mask)
        return WebSocketFrame(
            fin: isLast,
            rsv1: isCompressed,
            opcode: opcode,
            maskKey: mask,
            data: data
        )
    }

    private func deflated(_ text: String) throws -> [UInt8] {
        Array(try #require(deflater.deflate(Array(text.utf8))))
    }

    private static let text = String(repeating: "hoover ", count: 12)

    @Test("A compressed message is inflated; one that is not compressed is taken as it is")
    mutating func whole() throws {
        let deflated = try deflated(Self.text)
        #expect(deflated.count < Self.text.utf8.count)
        for _ in 0..<2 {
            let step = assembler.take(frame(.text, deflated, isCompressed: true))
            #expect(step == .text(Array(Self.text.utf8)))
            #expect(assembler.take(frame(.text, Array("plain".utf8))) == .text(Array("plain".utf8)))
        }
    }

    @Test(
        "A compressed message may come in fragments of any size, with control frames between them"
    )
    mutating func fragments() throws {
        let deflated = try deflated(Self.text)
        for (index, byte) in deflated.enumerated() {
            let isFirst = index == 0
            let opcode = isFirst ? WebSocketOpcode.text : .continuation
            let step = assembler.take(frame(opcode, [byte], isLast: false, isCompressed: isFirst))
            #expect(step == .more)
            #expect(assembler.take(frame(.ping, [])) == .ping(ByteBuffer()))
        }
        #expect(assembler.take(frame(.continuation, [])) == .text(Array(Self.text.utf8)))
        #expect(assembler.take(frame(.text, Array("plain".utf8))) == .text(Array("plain".utf8)))
    }

    @Test("A message that is not compressed may follow in fragments: the first frame alone says it")
    mutating func plainFragments() throws {
        #expect(assembler.take(frame(.text, Array("ab".utf8), isLast: false)) == .more)
        #expect(assembler.take(frame(.continuation, Array("c".utf8))) == .text(Array("abc".utf8)))
    }

    @Test("Nothing but the first frame of a message may call itself compressed")
    mutating func misuse() throws {
        let deflated = try deflated(Self.text)
        for opcode: WebSocketOpcode in [.ping, .pong, .connectionClose, .continuation] {
            let step = assembler.take(frame(opcode, deflated, isCompressed: true))
            #expect(step == .violation(.protocolError))
        }
        let first = frame(.text, deflated, isLast: false, isCompressed: true)
        #expect(assembler.take(first) == .more)
        let second = frame(.continuation, [], isCompressed: true)
        #expect(assembler.take(second) == .violation(.protocolError))
        #expect(assembler.take(first) == .violation(.protocolError))
        #expect(
            assembler.take(frame(.binary, deflated, isCompressed: true)) == .violation(.binary)
        )
    }

    @Test("Without an agreement no frame is compressed")
    func notAgreed() throws {
        var assembler = MessageAssembler(messageBytesMaximum: 100)
        for opcode: WebSocketOpcode in [.text, .binary, .ping] {
            let step = assembler.take(frame(opcode, try deflated(Self.text), isCompressed: true))
            #expect(step == .violation(.protocolError))
        }
    }

    @Test("The limit holds for what is inflated, and, but for what DEFLATE itself takes, before")
    mutating func limits() throws {
        let most = String(repeating: "x", count: 100)
        let fits = frame(.text, try deflated(most), isCompressed: true)
        #expect(assembler.take(fits) == .text(Array(most.utf8)))
        let over = frame(.text, try deflated(most + "x"), isCompressed: true)
        #expect(assembler.take(over) == .violation(.messageTooBig))
        #expect(assembler.take(fits) == .text(Array(most.utf8)))
        let endless = [UInt8](repeating: 0, count: 117)
        #expect(
            assembler.take(frame(.text, endless, isCompressed: true)) == .violation(.messageTooBig)
        )
        let stored = [0, 100, 0, 155, 255] + Array(most.utf8) + [0]
        #expect(
            assembler.take(frame(.text, stored, isCompressed: true)) == .text(Array(most.utf8))
        )
        #expect(assembler.take(frame(.text, stored)) == .violation(.messageTooBig))
    }

    @Test("What is no DEFLATE, breaks off, or is no UTF-8 once it is inflated, is not taken")
    mutating func invalid() throws {
        let deflated = try deflated(Self.text)
        for bad in [
            [0x07], Array(deflated.dropLast(3)), [0x00, 0x01, 0x00, 0xFE, 0xFF, 0xFF, 0x00],
        ] {
            let step = assembler.take(frame(.text, bad, isCompressed: true))
            #expect(step == .violation(.invalidText))
        }
        let good = assembler.take(frame(.text, deflated, isCompressed: true))
        #expect(good == .text(Array(Self.text.utf8)))
    }

    @Test(
        "An empty message is empty, however it is compressed",
        arguments: [[], [0x00], [0x02, 0x00]]
    )
    mutating func empty(_ payload: [UInt8]) {
        #expect(assembler.take(frame(.text, payload, isCompressed: true)) == .text([]))
    }
}
