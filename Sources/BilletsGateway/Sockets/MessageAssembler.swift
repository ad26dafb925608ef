package import BilletsDeflate
package import NIOCore
package import NIOWebSocket

/// Puts the frames of a client together to messages, inflates those that are compressed, and finds those that break
/// RFC 6455 or RFC 7692.
///
/// A value without I/O.
package struct MessageAssembler {
    /// What a frame leads to.
    package enum Step: Equatable {
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

    private struct Fragments {
        let isCompressed: Bool
        var bytes = ByteBuffer()
    }

    private let messageBytesMaximum: Int
    private let inflater: Inflater?
    private var fragments: Fragments?

    /// An assembler of messages of at most `messageBytesMaximum` bytes, also after they are inflated; `inflater` is
    /// there if compression was agreed on.
    package init(messageBytesMaximum: Int, inflater: Inflater? = nil) {
        self.messageBytesMaximum = messageBytesMaximum
        self.inflater = inflater
    }

    /// How long what is compressed may be: DEFLATE makes a message longer by 5 bytes for each block that it stores as
    /// it is, and here is room for blocks of 5 KiB.
    static func compressedBytesMaximum(messageBytesMaximum: Int) -> Int {
        messageBytesMaximum + messageBytesMaximum / 1024 + 16
    }

    /// Takes in the next frame.
    package mutating func take(_ frame: WebSocketFrame) -> Step {
        guard frame.maskKey != nil, mayBeCompressed(frame), !frame.rsv2, !frame.rsv3 else {
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

    /// RFC 7692, section 6: the first frame of a data message alone has RSV1, and only if that was agreed on.
    private func mayBeCompressed(_ frame: WebSocketFrame) -> Bool {
        !frame.rsv1 || inflater != nil && (frame.opcode == .text || frame.opcode == .binary)
    }

    private mutating func append(_ frame: WebSocketFrame) -> Step {
        var message = fragments ?? Fragments(isCompressed: frame.rsv1)
        message.bytes.writeImmutableBuffer(frame.unmaskedData)
        let bytesMaximum =
            message.isCompressed
            ? Self.compressedBytesMaximum(messageBytesMaximum: messageBytesMaximum)
            : messageBytesMaximum
        guard message.bytes.readableBytes <= bytesMaximum else { return .violation(.messageTooBig) }
        guard frame.fin else {
            fragments = message
            return .more
        }
        fragments = nil
        let bytes = Array(message.bytes.readableBytesView)
        guard message.isCompressed, let inflater else { return Self.text(bytes) }
        do throws(Inflater.Failure) {
            return Self.text(try inflater.inflate(bytes))
        } catch {
            switch error {
            case .tooLarge: return .violation(.messageTooBig)
            case .invalid: return .violation(.invalidText)
            }
        }
    }

    private static func text(_ bytes: [UInt8]) -> Step {
        String(validating: bytes, as: UTF8.self) == nil
            ? .violation(.invalidText) : .text(bytes)
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
