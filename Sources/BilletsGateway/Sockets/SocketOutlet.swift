import BilletsWire
import NIOCore
import NIOWebSocket

/// The way out of one socket: bytes, goodbyes, and how many bytes wait for the client to read them.
///
/// All that a socket does to its channel it does here, so that a leaner engine can take the place of NIO's.
struct SocketOutlet {
    private let context: ChannelHandlerContext
    private let unsentBytesMaximum: Int

    /// The way out through `context`, where at most `unsentBytesMaximum` bytes may wait.
    init(_ context: ChannelHandlerContext, unsentBytesMaximum: Int) {
        self.context = context
        self.unsentBytesMaximum = unsentBytesMaximum
    }

    /// Whether the client has read most of what was sent.
    var isWritable: Bool {
        context.channel.isWritable
    }

    /// Sends a message, compressed if it is large and there is a `compressor`.
    ///
    /// - Returns: whether there was room for it.
    func send(_ message: ServerMessage, compressor: FrameCompressor?) -> Bool {
        let payload = message.encoded()
        let allocator = context.channel.allocator
        guard let compressor else {
            return write(WebSocketFraming.text(payload, allocator: allocator))
        }
        let capacity = payload.count + WebSocketFraming.headerBytesMaximum
        var frame = allocator.buffer(capacity: capacity)
        let bytesMinimum = FrameCompressor.singleBytesMinimum
        compressor.writeText(payload, into: &frame, bytesMinimum: bytesMinimum)
        return write(frame)
    }

    /// Sends a ping or a pong.
    ///
    /// - Returns: whether there was room for it.
    func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) -> Bool {
        let allocator = context.channel.allocator
        return write(WebSocketFraming.control(opcode, payload: payload, allocator: allocator))
    }

    /// Sends whole frames.
    ///
    /// - Returns: whether there was room for them.
    func write(_ frames: ByteBuffer) -> Bool {
        // The channel is writable as long as few bytes wait: only then is it not worth counting them.
        if !context.channel.isWritable, unsentBytes + frames.readableBytes > unsentBytesMaximum {
            return false
        }
        context.writeAndFlush(NIOAny(frames), promise: nil)
        return true
    }

    /// Says goodbye; what waits is sent before.
    func sayGoodbye(_ reason: CloseReason) {
        let frame = WebSocketFraming.close(reason, allocator: context.channel.allocator)
        context.writeAndFlush(NIOAny(frame), promise: nil)
    }

    /// Ends the stream of bytes to the client behind what was sent.
    func endStream() {
        context.close(mode: .output, promise: nil)
    }

    /// Ends the connection, whatever waits.
    func drop() {
        context.close(promise: nil)
    }

    private var unsentBytes: Int {
        let option = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return option ?? 0
    }
}
