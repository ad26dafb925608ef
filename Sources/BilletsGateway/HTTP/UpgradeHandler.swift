import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Passes a connection's requests to Hummingbird, and turns the connection into a WebSocket if one of them asks for it.
///
/// Any request of a connection may be the handshake. It is held back until the requests before it have been answered;
/// then its sender is looked at. If they are let in, everything of HTTP leaves the pipeline, Hummingbird's channel
/// ends, and the WebSocket's handlers take the connection over, with all bytes that came behind the handshake. If they
/// are not, the handshake is passed on like any other request, and its route says why.
final class UpgradeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Requests are passed on.
        case passing

        /// A handshake is being read.
        case reading(UpgradeRequest)

        /// A handshake waits until the requests before it have been answered.
        case waiting(UpgradeRequest)

        /// The sender of a handshake is being looked at.
        case judging(UpgradeRequest)

        /// The connection is a WebSocket, or closed.
        case over
    }

    private let upgrader: SocketUpgrader
    private let http: HTTPHandlers
    private let isTLS: Bool
    private let outcome: EventLoopPromise<GatewayChannel.Outcome>
    private var state = State.passing
    private var answersOwed = 0
    private var child: HTTPChildChannel?
    private var context: ChannelHandlerContext?

    /// The handler at the end of the pipeline of a connection over TLS or not; `outcome` learns what becomes of the
    /// connection first.
    init(
        _ upgrader: SocketUpgrader,
        _ http: HTTPHandlers,
        isTLS: Bool,
        outcome: EventLoopPromise<GatewayChannel.Outcome>
    ) {
        self.upgrader = upgrader
        self.http = http
        self.isTLS = isTLS
        self.outcome = outcome
    }
}

// MARK: Input

extension UpgradeHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish()
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.passing, .head(let head)):
            receive(head, context)
        case (.passing, .body):
            pass(data, context)
        case (.passing, .end):
            pass(data, context)
            http.restartDecoder(of: context) { [weak self] in self?.readComplete() }
        case (.reading(let request), .end):
            state = .waiting(request)
            judge()
        case (.reading, _), (.waiting, _), (.judging, _), (.over, _):
            // A handshake has no body, and the decoder stops behind it.
            context.close(promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        readComplete()
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            switch state {
            // The client will send no frames, but it may read what it is owed.
            case .waiting(let request), .judging(let request): passOn(request, context)
            case .reading: context.close(promise: nil)
            case .passing, .over: break
            }
        }
        child?.pipeline.syncOperations.fireUserInboundEventTriggered(event)
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        child?.pipeline.syncOperations.fireErrorCaught(error)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        child?.pipeline.syncOperations.fireChannelWritabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    /// Asks Hummingbird's channel first, which may have enough to do.
    func read(context: ChannelHandlerContext) {
        guard let child else { return context.read() }
        child.pipeline.syncOperations.read()
    }

    private func readComplete() {
        child?.pipeline.syncOperations.fireChannelReadComplete()
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let offer = UpgradeOffer(head.headers)
        http.decoderStops = offer == .present
        guard offer == .present, let request = UpgradeRequest(head) else {
            return pass(wrapInboundOut(.head(Self.plain(head))), context)
        }
        http.decoderStops = false
        state = .reading(request)
    }

    /// RFC 9110, section 7.8: nobody asks for an upgrade in HTTP/1.0.
    private static func plain(_ head: HTTPRequestHead) -> HTTPRequestHead {
        guard head.version == .http1_0, head.headers.contains(name: "upgrade") else { return head }
        var head = head
        head.headers.remove(name: "upgrade")
        return head
    }

    private func finish() {
        if case .over = state { return }
        state = .over
        context = nil
        child?.end()
        child = nil
        outcome.fail(ChannelError.ioOnClosedChannel)
    }
}

// MARK: Hummingbird's channel

extension UpgradeHandler {
    private func pass(_ data: NIOAny, _ context: ChannelHandlerContext) {
        if case .head = unwrapInboundIn(data) { answersOwed += 1 }
        do {
            try hummingbird(context).pipeline.syncOperations.fireChannelRead(data)
        } catch {
            context.close(promise: nil)
        }
    }

    /// The channel of Hummingbird, which begins with the first request that is not upgraded.
    private func hummingbird(_ context: ChannelHandlerContext) throws -> HTTPChildChannel {
        if let child { return child }
        let child = HTTPChildChannel(of: context.channel, through: self)
        let pipeline = child.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isTLS))
        let channel = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
            wrappingChannelSynchronously: child,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        pipeline.fireChannelActive()
        self.child = child
        outcome.succeed(.http(channel))
        return child
    }

    /// Writes a part of an answer.
    func write(_ data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        answersOwed -= 1
        judge()
    }

    /// Sends what was written.
    func flush() {
        context?.flush()
    }

    /// Reads from the connection.
    func read() {
        context?.read()
    }

    /// Closes the connection, or one direction of it.
    func close(mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.alreadyClosed)
            return
        }
        context.close(mode: mode, promise: promise)
    }

    /// Tells the handlers before this one of `event`.
    func trigger(_ event: Any, promise: EventLoopPromise<Void>?) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.triggerUserOutboundEvent(event, promise: promise)
    }
}

// MARK: The upgrade

extension UpgradeHandler {
    /// Looks at the sender of a handshake, once it is the next request to be answered.
    private func judge() {
        guard case .waiting(let request) = state, answersOwed == 0, let context else { return }
        state = .judging(request)
        let promise = context.eventLoop.makePromise(of: Session?.self)
        let client = upgrader.client(request.head.headers)
        // Ends with the promise; its longest wait is that for the store, which is bounded.
        promise.completeWithTask { [door = upgrader.door, headers = request.head.headers] in
            try? await door.admit(RequestIdentity(headers), from: client)
        }
        promise.futureResult.assumeIsolated().whenSuccess { session in
            guard case .judging = self.state else { return }
            if let session, self.upgrader.door.seat(session, from: client, on: context.channel) {
                self.upgrade(request, for: session, context)
            } else {
                self.decline(request, context)
            }
        }
    }

    private func decline(_ request: UpgradeRequest, _ context: ChannelHandlerContext) {
        passOn(request, context)
        http.decoderStops = true
        http.restartDecoder(of: context) { [weak self] in self?.readComplete() }
    }

    /// Lets a handshake be answered like any other request.
    private func passOn(_ request: UpgradeRequest, _ context: ChannelHandlerContext) {
        state = .passing
        pass(wrapInboundOut(.head(request.head)), context)
        pass(wrapInboundOut(.end(nil)), context)
        readComplete()
    }

    private func upgrade(
        _ request: UpgradeRequest,
        for session: Session,
        _ context: ChannelHandlerContext
    ) {
        let pipeline = context.pipeline.syncOperations
        state = .over
        self.context = nil
        outcome.succeed(.socket)
        child?.end()
        child = nil
        // The guard takes no part in the answer that ends HTTP.
        http.removeGuard(from: pipeline)
        let answer = upgrader.answer(to: request)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        http.removeEncoder(from: pipeline)
        do {
            try upgrader.addHandlers(to: context.channel, request, for: session)
        } catch {
            return context.close(promise: nil)
        }
        pipeline.removeHandler(self, promise: nil)
        // The bytes behind the handshake go to the WebSocket's decoder.
        http.removeDecoder(from: pipeline)
    }
}
