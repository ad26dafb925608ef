import NIOCore
import NIOWebSocket

/// Puts the frames of a client together to messages, and finds those that break RFC 6455.
///
/// A value without I/O.
struct MessageAssembler {
    /// What a frame leads to.
    enum Step: Equatable {
        /// Nothing yet: more frames of the message follow.
        case more

        /// A whole text message, valid UTF-8.
        case text([UInt8])

        /// Answer with a pong that holds the same bytes.
        case ping(ByteBuffer)

        /// A sign of life.
        case pong

        /// The client says goodbye.
        case goodbye

        /// Send the client away.
        case violation(CloseReason)
    }

    private let messageBytesMaximum: Int
    private var fragments: ByteBuffer?

    /// An assembler of messages of at most `messageBytesMaximum` bytes.
    init(messageBytesMaximum: Int) {
        self.messageBytesMaximum = messageBytesMaximum
    }

    /// Takes in the next frame.
    mutating func take(_ frame: WebSocketFrame) -> Step {
        guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            return .violation(.protocolError)
        }
        switch frame.opcode {
        case .text where fragments == nil, .continuation where fragments != nil:
            return append(frame)
        case .text, .continuation: return .violation(.protocolError)
        case .binary: return .violation(.binary)
        case .ping: return .ping(frame.unmaskedData)
        case .pong: return .pong
        case .connectionClose: return Self.close(frame.unmaskedData)
        default: return .violation(.protocolError)
        }
    }

    private mutating func append(_ frame: WebSocketFrame) -> Step {
        var message = fragments ?? ByteBuffer()
        message.writeImmutableBuffer(frame.unmaskedData)
        guard message.readableBytes <= messageBytesMaximum else {
            return .violation(.messageTooBig)
        }
        guard frame.fin else {
            fragments = message
            return .more
        }
        fragments = nil
        let bytes = Array(message.readableBytesView)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            return .violation(.invalidText)
        }
        return .text(bytes)
    }

    /// RFC 6455, sections 5.5.1 and 7.4: no body, or a code that may be sent and a reason in UTF-8.
    private static func close(_ body: ByteBuffer) -> Step {
        var body = body
        guard body.readableBytes > 0 else { return .goodbye }
        guard let code = body.readInteger(as: UInt16.self) else {
            return .violation(.protocolError)
        }
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: return .violation(.protocolError)
        }
        guard String(validating: body.readableBytesView, as: UTF8.self) != nil else {
            return .violation(.invalidText)
        }
        return .goodbye
    }
}
