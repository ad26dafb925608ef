import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOCore
import NIOPosix
import NIOWebSocket
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// Something a client must not send, and what it leads to.
    struct Offence: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let frames: [ByteBuffer]
        let closeCode: UInt16

        init(_ name: String, _ closeCode: UInt16, _ frames: ByteBuffer...) {
            testDescription = name
            self.frames = frames
            self.closeCode = closeCode
        }
    }

    static let offences = [
        Offence("a binary frame", 1003, ClientFraming.frame(.binary, payload: [1, 2, 3])),
        Offence("text that is not UTF-8", 1007, ClientFraming.frame(.text, payload: [0xC3, 0x28])),
        Offence(
            "a megabyte of text",
            1009,
            ClientFraming.frame(.text, payload: [UInt8](repeating: 0x61, count: 1024 * 1024))
        ),
        Offence(
            "fragments that are too long together",
            1009,
            fragment(.text, bytes: 40_000),
            fragment(.continuation, bytes: 40_000)
        ),
        Offence(
            "a frame without a mask",
            1002,
            ClientFraming.frame(.text, payload: Array("{}".utf8), isMasked: false)
        ),
        Offence(
            "a fragmented ping",
            1002,
            ClientFraming.frame(.ping, payload: [], isLast: false)
        ),
        Offence(
            "a ping of 126 bytes",
            1002,
            ClientFraming.frame(.ping, payload: [UInt8](repeating: 0, count: 126))
        ),
        Offence(
            "a message within a message",
            1002,
            fragment(.text, bytes: 1),
            ClientFraming.frame(.text, payload: Array("{}".utf8))
        ),
        Offence(
            "a continuation of nothing",
            1002,
            ClientFraming.frame(.continuation, payload: Array("{}".utf8))
        ),
        Offence("an unknown opcode", 1002, ByteBuffer(bytes: [0x83, 0x80, 0, 0, 0, 0])),
        Offence("a reserved bit", 1002, ByteBuffer(bytes: [0xC1, 0x80, 0, 0, 0, 0])),
        Offence(
            "a close code that nobody may send",
            1002,
            ClientFraming.frame(.connectionClose, payload: [0x03, 0xED])
        ),
        Offence(
            "a frame that claims to hold 2^63 bytes",
            1009,
            ByteBuffer(bytes: [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        ),
    ]

    static func fragment(_ opcode: WebSocketOpcode, bytes: Int) -> ByteBuffer {
        let payload = [UInt8](repeating: 0x61, count: bytes)
        return ClientFraming.frame(opcode, payload: payload, isLast: false)
    }

    @Test("Frames that break the rules close their own socket, and no other", arguments: offences)
    func closes(_ offence: Offence) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            try await grace.getTickets()
            let socket = try ada.socket
            for frame in offence.frames { socket.send(raw: frame) }
            try await ada.wait("the end") { $0.hasEnded }
            #expect(ada.observation.closeCode == offence.closeCode)
            try await grace.command(.createTicket(TicketDraft(title: "Undisturbed")))
            try await grace.wait("its event") { $0.events.count == 1 }
            #expect(grace.observation.discrepancies == [])
            #expect(!grace.observation.hasEnded)
        }
    }

    @Test(
        "Messages that make no sense are answered, and do not cost the connection",
        arguments: [
            ("not JSON", RejectionCode.invalidMessage),
            ("", .invalidMessage),
            ("[]", .invalidMessage),
            ("{}", .invalidMessage),
            (#"{"type":5}"#, .invalidMessage),
            (#"{"type":"Dance"}"#, .unknownType),
            (#"{"type":"Welcome"}"#, .unknownType),
            (#"{"type":"LockTicket"}"#, .invalidMessage),
            (#"{"type":"LockTicket","ticketId":"7"}"#, .invalidMessage),
            (#"{"type":"CreateTicket","ticket":{}}"#, .invalidMessage),
            (#"{"type":"CreateTicket","ticket":{"title":"  "}}"#, .invalidMessage),
            (#"{"type":"CreateTicket","ticket":{"title":"a","status":"locked"}}"#, .invalidMessage),
            (#"{"type":"CreateTicket","ticket":{"title":"a\u0000b"}}"#, .invalidMessage),
            (#"{"type":"GetTickets","since":{"epoch":"x","revision":1}}"#, .invalidMessage),
            (#"{"type":"GetTickets","since":7}"#, .invalidMessage),
            (
                #"{"type":"LockTicket","ticketId":"01890a5d-ac96-774b-bcce-b302099a8057"}"#,
                .notFound
            ),
        ]
    )
    func answers(_ text: String, _ code: RejectionCode) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            try ada.socket.send(Array(text.utf8))
            try await ada.wait("the rejection") { !$0.rejections.isEmpty }
            #expect(ada.observation.rejections.map(\.code) == [code])
            try await ada.command(.createTicket(TicketDraft(title: "Still here")))
            #expect(!ada.observation.hasEnded)
        }
    }

    @Test("Texts over their limits are too large, and name the field")
    func tooLarge() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let fits = TicketDraft(
                title: String(repeating: "é", count: 200),
                description: String(repeating: "x", count: 16_384)
            )
            #expect(try await ada.command(.createTicket(fits)).revision != nil)
            var title = fits
            title.title += "é"
            #expect(try await ada.command(.createTicket(title)).code == .tooLarge)
            var description = fits
            description.description += "x"
            #expect(try await ada.command(.createTicket(description)).code == .tooLarge)
        }
    }

    @Test("A message in fragments, with a ping between them, is one message; the ping is answered")
    func fragments() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let requestID = RequestID.random()
            let message = ClientEnvelope(
                requestID: requestID,
                message: .createTicket(TicketDraft(title: "Pièce à pièce"))
            ).encoded()
            let socket = try ada.socket
            for (index, byte) in message.enumerated() {
                socket.send(
                    raw: ClientFraming.frame(
                        index == 0 ? .text : .continuation,
                        payload: [byte],
                        isLast: index == message.count - 1
                    )
                )
                if index == 5 { socket.send(raw: ClientFraming.frame(.ping, payload: [42])) }
            }
            try await ada.wait("the answer") { $0.answers[requestID] != nil }
            #expect(ada.observation.answers[requestID]?.ticket?.title == "Pièce à pièce")
            #expect(ada.observation.pongs == 1)
        }
    }

    @Test("Hundreds of clients that vanish at once leave no socket and no descriptor behind")
    func vanish() async throws {
        let store = MemoryStore()
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.liftCaps()
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let before = try Descriptors.open()
            var clients: [BoardClient] = []
            for _ in 0..<300 {
                clients.append(
                    try await BoardClient.connect(
                        to: gateway.socketAddress,
                        token: token,
                        on: MultiThreadedEventLoopGroup.singleton
                    )
                )
            }
            for client in clients { try client.socket.drop() }
            for client in clients { try await client.wait("the end") { $0.hasEnded } }
            // A new client's descriptors come last: when they are gone too, those before are.
            try await Descriptors.wait(until: { $0 <= before + 8 })
        }
    }
}
