import NIOCore
import NIOWebSocket
import Testing

@testable import BilletsGateway

@Suite("WebSocketFraming")
struct WebSocketFramingTests {
    private let allocator = ByteBufferAllocator()

    @Test(
        "A payload of any length is framed so that NIO reads it, with the shortest header there is",
        arguments: [
            (0, 2), (1, 2), (125, 2), (126, 4), (127, 4), (65_535, 4), (65_536, 10),
            (1_000_000, 10),
        ]
    )
    func lengths(_ count: Int, _ headerBytes: Int) throws {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 127) }
        let buffer = WebSocketFraming.text(payload, allocator: allocator)
        #expect(buffer.readableBytes == count + headerBytes)
        let frames = try SentFrames.frames(in: [buffer])
        let frame = try #require(frames.first)
        #expect(frames.count == 1)
        #expect(frame.opcode == .text)
        #expect(frame.fin)
        #expect(frame.maskKey == nil)
        #expect(Array(frame.data.readableBytesView) == payload)
    }

    @Test("A control frame carries its payload", arguments: [0, 1, 125])
    func control(_ count: Int) throws {
        let payload = ByteBuffer(repeating: 7, count: count)
        let buffer = WebSocketFraming.control(.pong, payload: payload, allocator: allocator)
        let frame = try #require(try SentFrames.frames(in: [buffer]).first)
        #expect(frame.opcode == .pong)
        #expect(frame.data == payload)
    }

    @Test("Every goodbye carries its code and its sentence", arguments: CloseReason.allCases)
    func goodbye(_ reason: CloseReason) throws {
        let buffer = WebSocketFraming.close(reason, allocator: allocator)
        var frame = try #require(try SentFrames.frames(in: [buffer]).first)
        #expect(frame.opcode == .connectionClose)
        #expect(frame.data.readInteger(as: UInt16.self) == reason.code)
        #expect(String(buffer: frame.data) == reason.sentence)
    }
}
