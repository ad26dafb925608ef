import Billets
import BilletsWire
import FoundationEssentials
import Logging
import NIOCore
import NIOWebSocket

/// One client's socket: performs what its stream, its assembler and its group decide.
///
/// No task, no lock and no timer of its own; it lives on one event loop.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    /// The sockets of its loop.
    let group: SocketGroup

    /// Which connection it is, in Welcome and in the log.
    let connectionID: UUID

    /// How far its life has come.
    private(set) var phase = SocketPhase.opening

    /// Where its client stands in the stream of events.
    var stream = SocketStream()

    /// What its client may say.
    var allowance: MessageAllowance

    private var assembler: MessageAssembler
    private var watch: SocketWatch
    private var isWritingAnswer = false
    private var isIgnoringInput = false

    /// In which form it is sent what all are sent.
    let form: FrameForm

    /// Whose socket it is.
    let session: Session

    /// Its place among the sockets of its group, whose roster sets it; nil if it has none.
    var place: Int?

    /// The handler of a socket that has just been upgraded.
    init(session: Session, connectionID: UUID, group: SocketGroup, form: FrameForm) {
        self.session = session
        self.connectionID = connectionID
        self.group = group
        self.form = form
        watch = SocketWatch(openedAt: group.second)
        assembler = MessageAssembler(
            messageBytesMaximum: group.limits.messageBytesMaximum,
            inflater: form == .compressed ? group.inflater : nil
        )
        allowance = MessageAllowance(
            rate: group.shared.rates.rate(of: session.user.id),
            frameRate: group.shared.frameRates.rate(of: session.user.id),
            limits: group.limits
        )
    }

    /// What it is called.
    var connectionName: String {
        connectionID.uuidString.lowercased()
    }

    /// How other threads know it.
    var reference: SocketReference {
        SocketReference(group: group, handler: NIOLoopBound(self, eventLoop: group.eventLoop))
    }
}

// MARK: What the channel tells

extension SocketHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        phase = .open(SocketOutlet(context, form, group))
        watch = SocketWatch(openedAt: group.second)
        group.add(self)
        send(.welcome(group.welcome(session.user, connectionID: connectionName)))
        if let draining = group.draining { send(draining) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ended()
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isIgnoringInput else { return }
        watch.heard(at: group.second)
        let frame = unwrapInboundIn(data)
        guard allowance.takeFrame(frame.opcode, at: UserRates.now) else { return stopReading() }
        let step = assembler.take(frame)
        switch (phase, step) {
        case (.closing, .goodbye): context.close(promise: nil)
        case (.closed, _), (.closing, _), (_, .more), (_, .pong): break
        case (_, .ping(let payload)): send(.pong, payload)
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
        // The gateway has waited for long enough.
        case is ChannelShouldQuiesceEvent: context.close(promise: nil)
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

    /// Sends a client away whose frames cannot be read: it will see the end of the stream.
    private func hangUp(_ reason: CloseReason) {
        close(reason)
        if case .closing(let outlet, _) = phase { outlet.endStream() }
    }

    /// Sends a client away that sends too many frames, and reads no more of them: those that it still sends wait in
    /// its own buffers.
    private func stopReading() {
        isIgnoringInput = true
        phase.channelOutlet?.stopReading()
        hangUp(.frameFlood)
    }

    private func ended() {
        if case .closed = phase { return }
        if !phase.hasSaidGoodbye { group.shared.metrics.vanished() }
        phase = .closed
        group.remove(self)
    }
}

// MARK: What the group tells

extension SocketHandler {
    /// A command of this socket has been carried out, or not; the client hears of it with `release`.
    ///
    /// - Returns: whether it is the first since then.
    func answered(_ message: ServerMessage) -> Bool {
        allowance.answered()
        return phase.outlet?.hold(message) ?? false
    }

    /// All answers that came in one go have been kept: the client gets them with one write.
    func release() {
        check(phase.outlet?.release())
        goIfAnswered()
    }

    /// The answer to this socket's question for its place in the stream came.
    func answered(_ answer: CatchUp) {
        switch stream.take(answer) {
        case .rest: break
        case .drain: drain()
        case .reject(let requestID, let rejection):
            send(.rejected(requestID: requestID, rejection))
        case .leave: close(.slowConsumer)
        }
    }

    /// The changes of `batch` pass by, after they could not be sent by the fast path if that is where the socket was.
    func offer(_ batch: FrameBatch, after fall: FastPath.Fall?) {
        if let fall { stream.moveOn(to: fall.through) }
        switch stream.offer(first: batch.first, last: batch.last) {
        case .skip: break
        case .send(let revision):
            var frames = batch.bytes(form, after: revision)
            frames.moveReaderIndex(forwardBy: fall?.sentBytes ?? 0)
            write(frames)
            group.tally.delivered(Int(clamping: batch.last.distance(from: revision)))
            joinFastPath()
        case .ask(let revision): ask(.more(after: revision))
        }
    }

    /// Changes up to `revision` have passed by without their frames.
    func missed(through revision: Revision) {
        leaveFastPath()
        if let seen = stream.missed(through: revision) { ask(.more(after: seen)) }
    }

    /// A second has passed.
    func tick() {
        let limits = group.limits
        switch phase {
        case .opening, .closed: break
        case .closing(let outlet, let since):
            if group.second - since >= limits.closeSecondsMaximum { outlet.drop() }
        case .leaving(_, let since) where group.second - since >= limits.leaveSecondsMaximum:
            close(.serviceRestart)
        case .leaving(let outlet, _), .open(let outlet):
            lookAfter(outlet)
        }
    }

    private func lookAfter(_ outlet: SocketOutlet) {
        if watch.isSilent(at: group.second, group.limits) {
            outlet.drop()
        } else if session.hasExpired(at: group.now) {
            close(.sessionEnded)
        } else if allowance.secondPassed() {
            close(.abuse)
        } else {
            if let revision = stream.retry() { ask(.more(after: revision)) }
            if watch.isPingDue(at: group.second, group.limits) {
                allowance.pingSent()
                send(.ping, ByteBuffer())
            }
        }
    }

    /// The gateway is about to stop: the client is asked to go elsewhere, and served until it does.
    func askToLeave(_ draining: ServerMessage) {
        if phase.isOpen { send(draining) }
    }

    /// Sends the client away, as soon as its last commands have been answered.
    func sendAway() {
        guard case .open(let outlet) = phase else { return }
        phase = .leaving(outlet, sinceSecond: group.second)
        goIfAnswered()
    }

    private func goIfAnswered() {
        if case .leaving = phase, allowance.isAnswered { close(.serviceRestart) }
    }

    /// Sends the client away; the socket ends when the client has answered, or soon after.
    func close(_ reason: CloseReason) {
        guard let outlet = phase.outlet else { return }
        leaveFastPath()
        phase = .closing(outlet, sinceSecond: group.second)
        outlet.sayGoodbye(reason)
        group.closed(self, reason)
    }
}

// MARK: Writing

extension SocketHandler {
    /// Sends a message to the client alone.
    func send(_ message: ServerMessage) {
        check(phase.outlet?.send(message))
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) {
        check(phase.outlet?.send(opcode, payload))
    }

    private func write(_ frames: ByteBuffer) {
        check(phase.outlet?.write(frames))
    }

    /// A client for whose bytes there was no room reads too slowly.
    private func check(_ hadRoom: Bool?) {
        if hadRoom == false { close(.slowConsumer) }
        if phase.outlet?.clearDescriptor == nil { leaveFastPath() }
    }

    /// Writes as much of an answer as the client takes; the rest follows when it has taken that.
    private func drain() {
        // A write may make the channel writable again at once, which leads back to here.
        guard !isWritingAnswer else { return }
        isWritingAnswer = true
        defer { isWritingAnswer = false }
        while let outlet = phase.outlet, outlet.isWritable {
            switch stream.next(passed: group.cursor.revision) {
            case .rest:
                joinFastPath()
                return
            case .send(let bytes): write(bytes)
            case .ask(let revision):
                ask(.more(after: revision))
                return
            }
        }
    }
}
