import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOCore
import NIOPosix
import NIOWebSocket
import Testing

@Suite("Frame rates of a running gateway")
struct FrameRateTests {
    /// Frames that hold no message, many of them.
    struct Flood: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: ByteBuffer

        init(_ name: String, _ first: ByteBuffer?, _ frame: ByteBuffer) {
            testDescription = name
            var bytes = first ?? ByteBuffer()
            for _ in 0..<1000 { bytes.writeImmutableBuffer(frame) }
            self.bytes = bytes
        }
    }

    static let floods = [
        Flood("pings", nil, ClientFraming.frame(.ping, payload: [42])),
        Flood("empty pings", nil, ClientFraming.frame(.ping, payload: [])),
        Flood("pongs that nobody asked for", nil, ClientFraming.frame(.pong, payload: [])),
        Flood(
            "empty fragments",
            ClientFraming.frame(.text, payload: [], isLast: false),
            ClientFraming.frame(.continuation, payload: [], isLast: false)
        ),
        Flood(
            "fragments of one byte",
            ClientFraming.frame(.text, payload: [0x7b], isLast: false),
            ClientFraming.frame(.continuation, payload: [0x20], isLast: false)
        ),
        Flood("messages", nil, ClientFraming.frame(.text, payload: Array("{}".utf8))),
    ]

    /// 100 frames at once.
    private static func limit(_ configuration: inout GatewayConfiguration) {
        configuration.messageRate = MessageRate(burst: 10, perSecond: 1)
        configuration.sockets.framesPerMessage = 10
    }

    @Test("Too many frames close their socket with 1008, and no other", arguments: floods)
    func flood(_ flood: Flood) async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store, configure: Self.limit) { gateway in
            let (frames, frame) = AsyncStream.makeStream(of: ServerFrame.self)
            let token = try await gateway.token(for: "Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            let socket = try await WebSocketClient.connect(
                to: gateway.socketAddress,
                headers: [("Authorization", "Bearer \(token)")],
                on: MultiThreadedEventLoopGroup.singleton
            ) {
                frame.yield($0)
                if $0 == .ended { frame.finish() }
            }
            socket.send(raw: flood.bytes)
            // On the code without the limit nobody would close it: this comes behind all frames.
            socket.send(raw: ClientFraming.frame(.connectionClose, payload: [0x03, 0xE8]))
            var closes: [ServerFrame] = []
            for await each in frames { if case .close = each { closes.append(each) } }
            let sentence = "too many frames: send fewer pings, and larger fragments"
            #expect(closes == [.close(code: 1008, reason: sentence)])
            try await grace.command(.createTicket(TicketDraft(title: "Undisturbed")))
            #expect(!grace.observation.hasEnded)
        }
    }

    @Test("Large messages in fragments of 4 KiB, with pings between, are never too many frames")
    func fragments() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let socket = try ada.socket
            let text = String(repeating: "x", count: 16_000)
            var sent: [RequestID] = []
            for number in 1...50 {
                let requestID = RequestID.random()
                let draft = TicketDraft(title: "\(number)", description: text)
                let message = ClientEnvelope(requestID: requestID, message: .createTicket(draft))
                    .encoded()
                for start in stride(from: 0, to: message.count, by: 4096) {
                    let end = min(message.count, start + 4096)
                    socket.send(
                        raw: ClientFraming.frame(
                            start == 0 ? .text : .continuation,
                            payload: Array(message[start..<end]),
                            isLast: end == message.count
                        )
                    )
                    socket.send(raw: ClientFraming.frame(.ping, payload: []))
                }
                sent.append(requestID)
            }
            try await ada.wait("all answers") { [sent] observation in
                sent.allSatisfy { observation.answers[$0] != nil }
            }
            #expect(sent.allSatisfy { ada.observation.answers[$0]?.revision != nil })
            #expect(!ada.observation.hasEnded)
        }
    }

    @Test("Without limits nobody sends too many frames")
    func unlimited() async throws {
        let store = MemoryStore()
        func unlimited(_ configuration: inout GatewayConfiguration) {
            configuration.messageRate = nil
        }
        try await RunningGateway.run(store: store, configure: unlimited) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            var bytes = ByteBuffer()
            let ping = ClientFraming.frame(.ping, payload: [])
            for _ in 0..<10_000 { bytes.writeImmutableBuffer(ping) }
            try ada.socket.send(raw: bytes)
            try await ada.wait("all pongs") { $0.pongs == 10_000 }
            #expect(!ada.observation.hasEnded)
        }
    }
}
