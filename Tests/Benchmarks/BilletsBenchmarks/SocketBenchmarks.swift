import Benchmark
import Billets
import BilletsDeflate
import BilletsGateway
import BilletsWire
import NIOCore
import NIOEmbedded
import NIOWebSocket

/// What is done for each socket of a pass, and for each frame of a client.
enum SocketBenchmarks {
    private static let sockets = 1_000
    private static let messageBytesMaximum = 64 * 1024
    private static let mask: WebSocketMaskingKey = [0x12, 0x34, 0x56, 0x78]

    /// Names them.
    static func register() {
        offer()
        pass()
        drain()
        var board = SampleBoard()
        let edit = TicketEdit(title: board.text(words: 6), description: board.text(words: 25))
        let message = ClientMessage.updateTicket(board.identifier(), version: 2, edit)
        let bytes = ClientEnvelope(requestID: board.identifier(), message: message).encoded()
        assemble("UpdateTicket", frame(bytes))
        if let deflated = Deflater().deflate(bytes) {
            assemble("UpdateTicket, compressed", frame(Array(deflated), isCompressed: true))
        }
        // What goes into the encoder is not masked yet.
        decode(
            WebSocketFrame(fin: true, opcode: .text, maskKey: mask, data: ByteBuffer(bytes: bytes))
        )
    }

    private static func offer() {
        Benchmark("sockets: offer to 1000", configuration: .init(scalingFactor: .kilo)) {
            benchmark in
            var (streams, last, sent) = (live(), Revision.none, 0)
            benchmark.measure {
                let first = last.next
                last = Revision(last.number + 8)
                for index in streams.indices
                where streams[index].offer(first: first, last: last) != .skip {
                    sent += 1
                }
            }
            expect(sent == sockets * benchmark.scaledIterations.count, benchmark)
        }
    }

    /// As `SocketGroup` does it, but for the write.
    private static func pass() {
        var board = SampleBoard()
        let events = board.wireEvents(8)
        let allocator = ByteBufferAllocator()
        Benchmark("sockets: pass 8 events by 1000", configuration: .init(scalingFactor: .kilo)) {
            benchmark in
            guard let batch = FrameBatch(events, allocator: allocator) else { return }
            let live = live()
            var bytes = 0
            benchmark.measure {
                var streams = live
                for index in streams.indices {
                    guard
                        case .send(let revision) = streams[index]
                            .offer(first: batch.first, last: batch.last)
                    else { continue }
                    bytes += batch.bytes(.plain, after: revision).readableBytes
                }
            }
            expect(bytes > sockets * events[0].payload.count, benchmark)
        }
    }

    /// A large board on its way to one socket, whose client takes all of it.
    private static func drain() {
        let frames = Array(repeating: ByteBuffer(repeating: 0, count: 64), count: 1_000)
        Benchmark("sockets: drain an answer of 1000 frames") { benchmark in
            var sent = 0
            benchmark.measure {
                var stream = answered(frames)
                while case .send = stream.next(passed: .none) { sent += 1 }
            }
            expect(sent == frames.count * benchmark.scaledIterations.count, benchmark)
        }
    }

    private static func assemble(_ name: String, _ frame: WebSocketFrame) {
        Benchmark("sockets: assemble \(name)", configuration: .init(scalingFactor: .kilo)) {
            benchmark in
            var assembler = MessageAssembler(
                messageBytesMaximum: messageBytesMaximum,
                inflater: Inflater(messageBytesMaximum: messageBytesMaximum)
            )
            var texts = 0
            benchmark.measure { if case .text = assembler.take(frame) { texts += 1 } }
            expect(texts == benchmark.scaledIterations.count, benchmark)
        }
    }

    /// The library's own decoder, in a pipeline without a socket.
    private static func decode(_ frame: WebSocketFrame) {
        Benchmark("sockets: decode 64 frames") { benchmark in
            let channel = EmbeddedChannel()
            let sink = FrameSink()
            try channel.pipeline.syncOperations.addHandlers([
                WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageBytesMaximum)),
                sink,
            ])
            for _ in 0..<64 { try channel.writeOutbound(frame) }
            var bytes = ByteBuffer()
            while var part = try channel.readOutbound(as: ByteBuffer.self) {
                bytes.writeBuffer(&part)
            }
            try benchmark.measure { try channel.writeInbound(bytes) }
            expect(sink.frames == 64, benchmark)
            _ = try channel.finish()
        }
    }

    /// Sockets that have seen all there is.
    private static func live() -> [SocketStream] {
        var stream = answered([])
        _ = stream.next(passed: .none)
        return Array(repeating: stream, count: sockets)
    }

    /// A socket whose question has been answered with `frames`.
    private static func answered(_ frames: [ByteBuffer]) -> SocketStream {
        var stream = SocketStream()
        stream.restart()
        let content = CatchUp.Content.frames(frames, through: .none)
        _ = stream.take(CatchUp(generation: stream.generation, content: content))
        return stream
    }

    private static func frame(_ payload: [UInt8], isCompressed: Bool = false) -> WebSocketFrame {
        var data = ByteBuffer(bytes: payload)
        data.webSocketMask(mask)
        return WebSocketFrame(
            fin: true,
            rsv1: isCompressed,
            opcode: .text,
            maskKey: mask,
            data: data
        )
    }

    private static func expect(_ isTrue: Bool, _ benchmark: Benchmark) {
        if !isTrue { benchmark.error("\(benchmark.name) did not do what it measures") }
    }
}
