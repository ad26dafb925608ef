import Billets
import BilletsWire
import Logging
import NIOCore
import NIOWebSocket

/// One client's socket: performs what its stream, its assembler and its group decide.
///
/// No task, no lock and no timer of its own; it lives on one event loop.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    private struct UnansweredGetTickets {
        let requestID: RequestID?
    }

    private enum Phase {
        case open
        case draining(sinceSecond: UInt32)
        case closing(sinceSecond: UInt32)
        case closed
    }

    private let group: SocketGroup
    private let connectionID: String
    private var phase = Phase.open
    private var stream = SocketStream()
    private var assembler: MessageAssembler
    private var context: ChannelHandlerContext?
    private var openedAtSecond: UInt32 = 0
    private var heardAtSecond: UInt32 = 0
    private var isWritingAnswer = false
    private var unansweredCommands = 0
    private var unansweredGetTickets: UnansweredGetTickets?

    /// Whose socket it is.
    let session: Session

    /// Its place among the sockets of its group; the group sets it.
    var place = 0

    /// The handler of a socket that has just been upgraded.
    init(session: Session, connectionID: String, group: SocketGroup) {
        self.session = session
        self.connectionID = connectionID
        self.group = group
        assembler = MessageAssembler(messageBytesMaximum: group.limits.messageBytesMaximum)
    }

    private var reference: SocketReference {
        SocketReference(group: group, handler: NIOLoopBound(self, eventLoop: group.eventLoop))
    }
}

// MARK: What the channel tells

extension SocketHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        openedAtSecond = group.second
        heardAtSecond = group.second
        group.add(self)
        send(.welcome(group.welcome(session.user, connectionID: connectionID)))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ended()
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heardAtSecond = group.second
        let step = assembler.take(unwrapInboundIn(data))
        switch (phase, step) {
        case (.closed, _): break
        case (.closing, .goodbye): context.close(promise: nil)
        case (.closing, _), (_, .more), (_, .pong): break
        case (_, .ping(let payload)):
            write(.control(.pong, payload: payload, allocator: context.channel.allocator))
        case (_, .goodbye):
            close(.goodbye)
            context.close(promise: nil)
        case (_, .violation(let reason)): close(reason)
        case (_, .text(let bytes)): handle(bytes)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        drain()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: context.close(promise: nil)
        case is ChannelShouldQuiesceEvent: leave()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: hangUp(.messageTooBig)
        case is NIOWebSocketError: hangUp(.protocolError)
        case is ByteToMessageDecoderError: break
        default: context.close(promise: nil)
        }
    }

    /// Sends the client away when its frames can no longer be read: it will see the end of the stream,
    /// since its goodbye would not be seen here.
    private func hangUp(_ reason: CloseReason) {
        close(reason)
        context?.close(mode: .output, promise: nil)
    }

    private func ended() {
        if case .closed = phase { return }
        phase = .closed
        context = nil
        group.remove(self)
    }
}

// MARK: What the client says

extension SocketHandler {
    private func handle(_ bytes: [UInt8]) {
        switch ClientEnvelope.decode(bytes) {
        case .failure(let rejected):
            send(.rejected(requestID: rejected.requestID, rejected.rejection))
        case .success(let envelope):
            switch envelope.message {
            case .getTickets(let since):
                unansweredGetTickets = UnansweredGetTickets(requestID: envelope.requestID)
                stream.restart()
                ask(since.map { .since($0) } ?? .snapshot)
            case .createTicket(let draft): submit(.create(draft), envelope.requestID)
            case .lockTicket(let id): submit(.lock(id), envelope.requestID)
            case .updateTicket(let id, let version, let edit):
                submit(.update(id, version: version, edit), envelope.requestID)
            case .unlockTicket(let id): submit(.unlock(id), envelope.requestID)
            }
        }
    }

    private func submit(_ command: TicketCommand, _ requestID: RequestID?) {
        guard unansweredCommands < group.limits.unansweredCommandsMaximum else {
            let message = "Too many commands wait for their answers: wait for some of them first."
            send(.rejected(requestID: requestID, Rejection(.rateLimited, message)))
            return
        }
        unansweredCommands += 1
        let request = CommandRequest(user: session.user, requestID: requestID, command: command)
        group.submit(request, from: reference)
    }

    private func ask(_ want: CatchUpRequest.Want) {
        group.ask(
            CatchUpRequest(socket: reference, generation: stream.generation, want: want)
        )
    }
}

// MARK: What the group tells

extension SocketHandler {
    /// A command of this socket has been carried out, or not.
    func answered(_ message: ServerMessage) {
        unansweredCommands -= 1
        send(message)
    }

    /// The answer to this socket's question for its place in the stream came.
    func answered(_ answer: CatchUp) {
        guard answer.generation == stream.generation else { return }
        switch answer.content {
        case .frames(let frames, let through):
            unansweredGetTickets = nil
            stream.answered(frames, through: through)
            drain()
        case .rejected(let rejection):
            stream.questionFailed()
            if let question = unansweredGetTickets {
                unansweredGetTickets = nil
                send(.rejected(requestID: question.requestID, rejection))
            }
        case .overtaken:
            close(.slowConsumer)
        }
    }

    /// The changes of `batch` pass by.
    func offer(_ batch: FrameBatch) {
        switch stream.offer(first: batch.first, last: batch.last) {
        case .skip: break
        case .send(let revision): write(batch.bytes(after: revision))
        case .ask(let revision): ask(.more(after: revision))
        }
    }

    /// A second has passed.
    func tick() {
        let limits = group.limits
        switch phase {
        case .closed: return
        case .closing(let since) where group.second - since >= limits.closeSecondsMaximum:
            context?.close(promise: nil)
            return
        case .closing: return
        case .draining(let since) where group.second - since >= limits.drainSeconds:
            close(.serviceRestart)
            return
        case .draining, .open: break
        }
        if group.second - heardAtSecond >= limits.silenceSecondsMaximum {
            context?.close(promise: nil)
        } else if session.hasExpired(at: group.now) {
            close(.sessionEnded)
        } else {
            if let revision = stream.retry() { ask(.more(after: revision)) }
            ping()
        }
    }

    private func ping() {
        let age = Int(group.second - openedAtSecond)
        guard age > 0, age.isMultiple(of: group.limits.pingSeconds), let context else { return }
        write(.control(.ping, payload: ByteBuffer(), allocator: context.channel.allocator))
    }

    /// The gateway is about to stop.
    func leave() {
        guard case .open = phase else { return }
        phase = .draining(sinceSecond: group.second)
        send(.draining(reconnectAfter: group.limits.reconnectAfter))
    }

    /// Sends the client away; the socket ends when the client has answered, or soon after.
    func close(_ reason: CloseReason) {
        switch phase {
        case .closing, .closed: return
        case .open, .draining: break
        }
        guard let context else { return }
        phase = .closing(sinceSecond: group.second)
        let frame = WebSocketFraming.close(reason, allocator: context.channel.allocator)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        group.closed(session, reason)
    }
}

// MARK: Writing

extension SocketHandler {
    private func send(_ message: ServerMessage) {
        guard let context else { return }
        write(WebSocketFraming.text(message.encoded(), allocator: context.channel.allocator))
    }

    /// Writes as much of an answer as the client takes; the rest follows when it has taken that.
    private func drain() {
        // A write may make the channel writable again at once, which leads back to here.
        guard !isWritingAnswer else { return }
        isWritingAnswer = true
        defer { isWritingAnswer = false }
        while let context, context.channel.isWritable {
            switch stream.next(passed: group.cursor.revision) {
            case .rest: return
            case .send(let bytes): write(bytes)
            case .ask(let revision):
                ask(.more(after: revision))
                return
            }
        }
    }

    private func write(_ bytes: ByteBuffer) {
        guard let context else { return }
        switch phase {
        case .closing, .closed: return
        case .open, .draining: break
        }
        // The channel is writable as long as few bytes wait: only then is it not worth counting them.
        if !context.channel.isWritable,
            unsentBytes + bytes.readableBytes > group.limits.unsentBytesMaximum
        {
            close(.slowConsumer)
            return
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private var unsentBytes: Int {
        let option = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return option ?? 0
    }
}

extension ByteBuffer {
    fileprivate static func control(
        _ opcode: WebSocketOpcode,
        payload: ByteBuffer,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        WebSocketFraming.control(opcode, payload: payload, allocator: allocator)
    }
}
