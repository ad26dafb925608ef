import Billets
import BilletsDeflate
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOCore
import NIOPosix
import NIOWebSocket
import Testing

/// What clients that negotiated compression may send, and what they must not.
@Suite("Compressed input")
struct CompressedInputTests {
    /// A compressed text frame, whose payload is `text` inflated.
    static func compressed(
        _ text: String,
        _ opcode: WebSocketOpcode = .text,
        isLast: Bool = true
    ) -> ByteBuffer {
        // What would not become shorter is stored as it is (RFC 1951, section 3.2.4).
        let bytes = Array(text.utf8)
        let length = UInt16(truncatingIfNeeded: bytes.count)
        let header = [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let payload = Deflater().deflate(bytes).map(Array.init) ?? [0] + header + bytes + [0]
        return ClientFraming.frame(opcode, payload: payload, isLast: isLast, isCompressed: true)
    }

    private static func raw(
        _ payload: [UInt8],
        _ opcode: WebSocketOpcode = .text,
        isLast: Bool = true,
        isCompressed: Bool = true
    ) -> ByteBuffer {
        ClientFraming.frame(opcode, payload: payload, isLast: isLast, isCompressed: isCompressed)
    }

    private static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: count)
    }

    static let offences: [BadInputTests.Offence] = [
        .init("a compressed ping", 1002, raw([], .ping)),
        .init("a compressed goodbye", 1002, raw([0x03, 0xE8], .connectionClose)),
        .init(
            "a continuation that calls itself compressed",
            1002,
            compressed("{}", isLast: false),
            raw([], .continuation)
        ),
        .init(
            "a continuation that calls itself compressed, of a message that is not",
            1002,
            raw([0x7B], isLast: false, isCompressed: false),
            raw([0x7D], .continuation)
        ),
        .init(
            "a compressed message within a message",
            1002,
            compressed("{}", isLast: false),
            compressed("{}")
        ),
        .init("another reserved bit", 1002, ByteBuffer(bytes: [0xE1, 0x80, 0, 0, 0, 0])),
        .init("a compressed binary frame", 1003, compressed("{}", .binary)),
        .init("a bomb of 10 MB in one frame", 1009, compressed(spaces(10_000_000))),
        .init("a byte more than a message may have", 1009, compressed(spaces(65_537))),
        .init(
            "fragments that are too long together",
            1009,
            raw(Array(repeating: 0, count: 40_000), isLast: false),
            raw(Array(repeating: 0, count: 40_000), .continuation, isCompressed: false)
        ),
        .init(
            "a message that is not compressed, and a byte too long",
            1009,
            raw(Array(repeating: 0x20, count: 65_537), isCompressed: false)
        ),
        .init("what is no DEFLATE", 1007, raw([0x07])),
        .init("what breaks off", 1007, raw([0x00, 0x05, 0x00, 0xFA, 0xFF, 0x7B])),
        .init("what refers back to before its beginning", 1007, raw([0x02, 0x62, 0x00, 0x00])),
        .init("what is no UTF-8 once it is inflated", 1007, raw([0, 1, 0, 0xFE, 0xFF, 0xFF, 0])),
    ]

    @Test(
        "What breaks RFC 7692, or would be too large, closes its own socket, and no other",
        arguments: offences
    )
    func closes(_ offence: BadInputTests.Offence) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store, headers: [TextLog.offer])
            let grace = try await gateway.client("Grace", in: store, headers: [TextLog.offer])
            try await grace.getTickets()
            let socket = try ada.socket
            #expect(socket.compression != nil)
            for frame in offence.frames { socket.send(raw: frame) }
            try await ada.wait("the end") { $0.hasEnded }
            #expect(ada.observation.closeCode == offence.closeCode)
            // Its commands go through the same inflater.
            try await grace.command(.createTicket(TicketDraft(title: "Undisturbed")))
            try await grace.wait("its event") { $0.events.count == 1 }
            #expect(grace.observation.discrepancies == [])
            #expect(!grace.observation.hasEnded)
        }
    }

    @Test("A message of exactly the limit is taken, if it shrinks or not")
    func largest() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store, headers: [TextLog.offer])
            let message = #"{"type":"GetTickets""#
            let padded = message + Self.spaces(65_535 - message.utf8.count) + "}"
            try ada.socket.send(raw: Self.compressed(padded))
            try await ada.wait("the board") { $0.isComplete || $0.hasEnded }
            #expect(!ada.observation.hasEnded)
            // Stored as it is, in two blocks, it is a little longer than the limit.
            let bytes = Array(#"{"type":"Dance"}"#.utf8) + Array(Self.spaces(65_520).utf8)
            let half: [UInt8] = [0x00, 0x00, 0x80, 0xFF, 0x7F]
            let stored = half + bytes[..<32_768] + half + bytes[32_768...] + [0]
            try ada.socket.send(raw: Self.raw(Array(stored)))
            try await ada.wait("the rejection") { !$0.rejections.isEmpty || $0.hasEnded }
            #expect(ada.observation.rejections.map(\.code) == [.unknownType])
        }
    }

    @Test("Empty messages, and those in fragments with pings between them, are answered in order")
    func fragments() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store, headers: [TextLog.offer])
            let socket = try ada.socket
            for payload: [UInt8] in [[], [0x00]] { socket.send(raw: Self.raw(payload)) }
            try await ada.wait("two rejections") { $0.rejections.count == 2 }
            #expect(ada.observation.rejections.allSatisfy { $0.code == .invalidMessage })
            let requestID = RequestID.random()
            let description = String(repeating: "Pièce à pièce. ", count: 100)
            let draft = TicketDraft(title: "Pièce à pièce", description: description)
            let envelope = ClientEnvelope(requestID: requestID, message: .createTicket(draft))
            let deflated = try #require(Deflater().deflate(envelope.encoded()).map(Array.init))
            for (index, byte) in deflated.enumerated() {
                let isFirst = index == 0
                let opcode = isFirst ? WebSocketOpcode.text : .continuation
                socket.send(
                    raw: Self.raw(
                        [byte],
                        opcode,
                        isLast: index == deflated.count - 1,
                        isCompressed: isFirst
                    )
                )
                if index == 5 { socket.send(raw: ClientFraming.frame(.ping, payload: [42])) }
            }
            try await ada.wait("the answer") { $0.answers[requestID] != nil }
            #expect(ada.observation.answers[requestID]?.ticket?.description == draft.description)
            #expect(ada.observation.pongs == 1)
        }
    }
}
