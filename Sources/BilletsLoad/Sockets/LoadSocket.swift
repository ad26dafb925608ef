import Billets
import NIOCore
import NIOWebSocket

/// One socket under load: opens, follows the board, checks the order of events, and measures how late they are.
///
/// It belongs to one event loop, has no task, lock or timer, and decodes nothing of which there is much. It may be
/// opened again, and then goes on from what it has seen.
final class LoadSocket: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Where it stands.
    enum Phase {
        /// It is not open.
        case closed

        /// The connection is being made, or the handshake is under way.
        case opening

        /// It is a socket; the Welcome is awaited.
        case greeting

        /// GetTickets is sent; the answer is awaited.
        case asking

        /// It gets every event.
        case following
    }

    /// Its number among all sockets of this process.
    let number: Int

    /// Its place among the sockets of its loop.
    let place: Int

    /// Where it stands.
    var phase = Phase.closed

    /// What it has seen.
    var checker = StreamChecker()

    /// When it was opened.
    private(set) var openedAt: UInt64 = 0

    /// The desk that it sends for; nil: it only follows.
    weak var desk: SenderDesk?

    /// The revision up to which it missed events when it came back; nil: it has seen them.
    var goal: Int64?

    /// The history that it has seen a part of.
    var epoch: Epoch?

    /// What it shares with the other sockets of its event loop.
    unowned let loop: LoadLoop

    private var context: ChannelHandlerContext?
    private var tail = ByteBuffer()
    private var fragments: ByteBuffer?
    private var trouble: String?
    private var hasUnflushed = false

    /// A closed socket of `loop`.
    init(number: Int, place: Int, loop: LoadLoop) {
        self.number = number
        self.place = place
        self.loop = loop
    }

    // MARK: Opening and closing

    /// A connection is being made for it.
    func open(now: UInt64) {
        phase = .opening
        openedAt = now
        trouble = nil
        goal = nil
        tail = ByteBuffer()
        fragments = nil
    }

    /// No connection could be made.
    func failToConnect(_ reason: String) {
        guard phase != .closed else { return }
        phase = .closed
        loop.failed(self, reason)
    }

    /// Gives it up: it takes too long to get in.
    func giveUp(_ reason: String) {
        trouble = reason
        if let context { context.close(promise: nil) } else { failToConnect(reason) }
    }

    /// Vanishes without a word; it keeps what it has seen.
    func drop() {
        guard phase != .closed else { return }
        if phase == .following { loop.tally.following -= 1 }
        phase = .closed
        context?.close(promise: nil)
    }

    /// Says goodbye.
    func leave() {
        guard phase != .closed else { return }
        if phase == .following { loop.tally.following -= 1 }
        phase = .closed
        writeFrame(.connectionClose, [0x03, 0xE8])
        flush()
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        if self.context === context { self.context = nil }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(bytes: loop.handshake(of: self))),
            promise: nil
        )
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard self.context === context else { return }
        end()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if trouble == nil { trouble = FailureReason.of(error) }
        context.close(promise: nil)
    }

    private func end() {
        let before = phase
        phase = .closed
        switch before {
        case .closed: break
        case .opening, .greeting, .asking: loop.failed(self, trouble ?? "closed by the gateway")
        case .following:
            loop.tally.following -= 1
            loop.tally.closes[trouble ?? "1006", default: 0] += 1
            desk?.senderEnded(self)
        }
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        let now = MonotonicClock.now
        if loop.measured.contains(now) { loop.tally.measuredBytes += Int64(bytes.readableBytes) }
        guard tail.readableBytes == 0 else {
            var joined = tail
            tail = ByteBuffer()
            joined.writeBuffer(&bytes)
            loop.readBuffer.giveBack(bytes)
            let consumed = take(joined, now)
            joined.moveReaderIndex(forwardBy: consumed)
            if joined.readableBytes > 0 { tail = joined }
            return
        }
        let consumed = take(bytes, now)
        bytes.moveReaderIndex(forwardBy: consumed)
        if bytes.readableBytes > 0 { tail = ByteBuffer(bytes: bytes.readableBytesView) }
        loop.readBuffer.giveBack(bytes)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
    }

    /// - Returns: how many bytes are done with.
    private func take(_ buffer: borrowing ByteBuffer, _ now: UInt64) -> Int {
        let bytes = buffer.readableBytesUInt8Span
        var offset = 0
        if phase == .opening {
            switch UpgradeReader.read(bytes) {
            case .incomplete: return 0
            case .upgraded(let end):
                phase = .greeting
                offset = end
            case .refused(let status): return refuse("HTTP \(status)", bytes.count)
            case .nonsense: return refuse("no WebSocket handshake", bytes.count)
            }
        }
        while phase != .closed {
            switch FrameReader.next(in: bytes, at: offset) {
            case .incomplete: return offset
            case .violation: return refuse("a frame that breaks RFC 6455", bytes.count)
            case .frame(let frame):
                offset = frame.end
                take(frame, bytes, now)
            }
        }
        return bytes.count
    }

    private func refuse(_ reason: String, _ count: Int) -> Int {
        trouble = reason
        context?.close(promise: nil)
        return count
    }

    private func take(_ frame: FrameReader.Frame, _ bytes: Span<UInt8>, _ now: UInt64) {
        switch frame.opcode {
        case 1 where frame.isLast: takeText(bytes, frame.start, frame.end, now)
        case 0, 1: takeFragment(frame, bytes, now)
        case 8:
            var payload = Self.copy(bytes, frame.start, min(frame.end, frame.start + 2))
            trouble = payload.count == 2 ? "\(Int(payload[0]) << 8 | Int(payload[1]))" : "1005"
            if payload.count < 2 { payload = [] }
            writeFrame(.connectionClose, payload)
        case 9: writeFrame(.pong, Self.copy(bytes, frame.start, frame.end))
        default: break
        }
    }

    private func takeFragment(_ frame: FrameReader.Frame, _ bytes: Span<UInt8>, _ now: UInt64) {
        var message = fragments ?? ByteBuffer()
        fragments = nil
        guard message.readableBytes + frame.end - frame.start <= FrameReader.payloadBytesMaximum
        else {
            giveUp("a message that is too large")
            return
        }
        message.writeBytes(Self.copy(bytes, frame.start, frame.end))
        guard frame.isLast else {
            fragments = message
            return
        }
        takeText(message.readableBytesUInt8Span, 0, message.readableBytes, now)
    }

    /// The bytes from `start` to `end`.
    static func copy(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(end - start)
        for index in start..<end { copy.append(bytes[index]) }
        return copy
    }

    // MARK: Sending

    /// Sends a text message with the next `flush`.
    func write(_ text: [UInt8]) {
        writeFrame(.text, text)
    }

    /// Sends what was written.
    func flush() {
        guard hasUnflushed else { return }
        hasUnflushed = false
        context?.flush()
    }

    private func writeFrame(_ opcode: WebSocketOpcode, _ payload: [UInt8]) {
        guard let context else { return }
        let frame = ClientFraming.frame(opcode, payload: payload)
        context.write(wrapOutboundOut(frame), promise: nil)
        hasUnflushed = true
    }
}
