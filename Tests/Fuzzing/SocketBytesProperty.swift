import BilletsDeflate
import NIOCore
import NIOEmbedded
import NIOWebSocket

@testable import BilletsGateway

/// The bytes of a socket lead to the same steps however the network cuts them, and messages are whole UTF-8
/// within their limit.
enum SocketBytesProperty {
    static let messageBytesMaximum = 1024

    /// What came of the bytes: the steps, and whether the decoder refused to go on.
    private struct Outcome: Equatable {
        var steps: [MessageAssembler.Step] = []
        var isRefused = false
    }

    static let examples: [[UInt8]] = [
        // RFC 6455, section 5.7: "Hello", masked; a ping; and the text in two fragments.
        [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58],
        [0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58],
        [0x01, 0x81, 0, 0, 0, 0, 0x48, 0x80, 0x81, 0, 0, 0, 0, 0x49],
        // A goodbye with 1000, and a frame whose length stands in two bytes.
        [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8],
        [0x81, 0xfe, 0x00, 0x7e, 0, 0, 0, 0] + Array(repeating: 0x20, count: 126),
    ]

    static func violation(of bytes: [UInt8], inflater: Inflater? = nil) -> String? {
        let whole = outcome(of: [bytes[...]], inflater)
        guard whole == outcome(of: bytes.indices.map { bytes[$0...$0] }, inflater) else {
            return "What comes byte by byte is taken as something else."
        }
        for case .text(let message) in whole.steps {
            guard message.count <= messageBytesMaximum,
                String(validating: message, as: UTF8.self) != nil
            else { return "A message that is none: \(message.count) bytes." }
        }
        return nil
    }

    private static func outcome(of pieces: [ArraySlice<UInt8>], _ inflater: Inflater?) -> Outcome {
        var outcome = Outcome()
        var assembler = MessageAssembler(
            messageBytesMaximum: messageBytesMaximum,
            inflater: inflater
        )
        let decoder = WebSocketFrameDecoder(maxFrameSize: messageBytesMaximum)
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(decoder))
        for piece in pieces where !outcome.isRefused {
            do {
                try channel.writeInbound(ByteBuffer(bytes: piece))
            } catch {
                outcome.isRefused = true
            }
            while let frame = try? channel.readInbound(as: WebSocketFrame.self) {
                outcome.steps.append(assembler.take(frame))
            }
        }
        _ = try? channel.finish(acceptAlreadyClosed: true)
        return outcome
    }
}
