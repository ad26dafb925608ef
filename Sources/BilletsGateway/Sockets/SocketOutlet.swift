import BilletsWire
import Glibc
import NIOCore
import NIOSSL
import NIOWebSocket

/// The way out of one socket: bytes, goodbyes, and how many bytes wait for the client to read them.
///
/// All that a socket does to its channel it does here, so that a leaner engine can take the place of NIO's.
///
/// Bytes go straight to the kernel as long as it takes them; what it has no room for goes through the channel, which
/// waits until there is.
final class SocketOutlet {
    private let context: ChannelHandlerContext
    private let channel: any Channel
    private let unsentBytesMaximum: Int
    private let tally: SocketTally
    private let compressor: FrameCompressor?
    /// Where bytes may go straight; nil if something between us and the kernel changes them.
    private let descriptor: NIOBSDSocket.Handle?
    /// Whether the channel may hold bytes that must go first.
    private var channelMayHoldBytes = true
    private var held: ByteBuffer?

    /// Where the next bytes may go straight, whoever sends them; nil if others must go first, or if something between us
    /// and the kernel changes them.
    var clearDescriptor: NIOBSDSocket.Handle? {
        channelMayHoldBytes || held != nil ? nil : descriptor
    }

    /// The way out through `context` of a socket of `group`, which is sent frames in `form`.
    init(_ context: ChannelHandlerContext, _ form: FrameForm, _ group: SocketGroup) {
        self.context = context
        channel = context.channel
        unsentBytesMaximum = group.limits.unsentBytesMaximum
        tally = group.tally
        compressor = form == .compressed ? group.compressor : nil
        let pipeline = context.pipeline.syncOperations
        let isTLS = (try? pipeline.context(handlerType: NIOSSLServerHandler.self)) != nil
        descriptor =
            isTLS
            ? nil
            : try? pipeline.withUnsafeTransportIfAvailable { (handle: NIOBSDSocket.Handle) in handle
            }
    }

    /// Keeps a message until `release`, or until something else is sent: what is said in one go is one write.
    ///
    /// - Returns: whether nothing had been kept before.
    func hold(_ message: ServerMessage) -> Bool {
        let frame = frame(of: message)
        guard held != nil else {
            held = frame
            return true
        }
        held?.writeImmutableBuffer(frame)
        return false
    }

    /// Sends what was kept.
    ///
    /// - Returns: whether there was room for it.
    func release() -> Bool {
        guard let frames = held else { return true }
        held = nil
        return write(frames)
    }

    /// Whether the client has read most of what was sent.
    var isWritable: Bool {
        channel.isWritable
    }

    /// Sends a message, compressed if it is large and the client reads that.
    ///
    /// - Returns: whether there was room for it.
    func send(_ message: ServerMessage) -> Bool {
        write(frame(of: message))
    }

    private func frame(of message: ServerMessage) -> ByteBuffer {
        let payload = message.encoded()
        let allocator = channel.allocator
        guard let compressor else { return WebSocketFraming.text(payload, allocator: allocator) }
        let capacity = payload.count + WebSocketFraming.headerBytesMaximum
        var frame = allocator.buffer(capacity: capacity)
        let bytesMinimum = FrameCompressor.singleBytesMinimum
        compressor.writeText(payload, into: &frame, bytesMinimum: bytesMinimum)
        return frame
    }

    /// Sends a ping or a pong.
    ///
    /// - Returns: whether there was room for it.
    func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) -> Bool {
        let allocator = channel.allocator
        return write(WebSocketFraming.control(opcode, payload: payload, allocator: allocator))
    }

    /// Sends whole frames.
    ///
    /// - Returns: whether there was room for them.
    func write(_ frames: ByteBuffer) -> Bool {
        guard held == nil else { return release() && write(frames) }
        tally.sent(bytes: frames.readableBytes)
        var rest = frames
        rest.moveReaderIndex(forwardBy: sentAtOnce(frames))
        guard rest.readableBytes > 0 else { return true }
        // The channel is writable as long as few bytes wait: only then is it not worth counting them.
        if !channel.isWritable, unsentBytes + rest.readableBytes > unsentBytesMaximum {
            return false
        }
        channelMayHoldBytes = true
        context.writeAndFlush(NIOAny(rest), promise: nil)
        return true
    }

    /// Hands to the kernel as many bytes as it takes now.
    ///
    /// - Returns: how many; 0 also after an error, of which the channel will hear when the rest is written to it.
    private func sentAtOnce(_ frames: ByteBuffer) -> Int {
        guard let descriptor, channel.isActive else { return 0 }
        if channelMayHoldBytes {
            guard unsentBytes == 0 else { return 0 }
            channelMayHoldBytes = false
        }
        return max(0, frames.withUnsafeReadableBytes { Self.sendAtOnce(descriptor, $0) })
    }

    /// Hands to the kernel as many of `bytes` as it takes without waiting.
    ///
    /// - Returns: how many; a negative number after an error.
    static func sendAtOnce(_ descriptor: NIOBSDSocket.Handle, _ bytes: UnsafeRawBufferPointer)
        -> Int
    {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        return Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
    }

    /// Says goodbye; what waits is sent before.
    func sayGoodbye(_ reason: CloseReason) {
        _ = release()
        let frame = WebSocketFraming.close(reason, allocator: channel.allocator)
        context.writeAndFlush(NIOAny(frame), promise: nil)
    }

    /// Ends the stream of bytes to the client behind what was sent.
    func endStream() {
        context.close(mode: .output, promise: nil)
    }

    /// Reads nothing more from the client.
    func stopReading() {
        try? channel.syncOptions?.setOption(.autoRead, value: false)
    }

    /// Ends the connection, whatever waits.
    func drop() {
        context.close(promise: nil)
    }

    /// How many bytes wait for the client to read them, or for the kernel to take them.
    var unsentBytes: Int {
        let option = try? channel.syncOptions?.getOption(.bufferedWritableBytes)
        return option ?? 0
    }
}
