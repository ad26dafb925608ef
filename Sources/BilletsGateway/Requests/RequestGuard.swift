import BilletsWire
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Stands between a connection's HTTP and those who answer it, and does what `RequestProgress` decides: whatever
/// is too large, too slow or no HTTP is answered here, and ends its connection.
///
/// It owns the clean end of its connection, too: the last answer is followed by the end of our stream, and what
/// the client still sends is read and thrown away for a moment. A connection that were closed at once would be
/// reset by what lies unread, and the client might never see the answer (RFC 9112, section 9.6). It leaves the
/// pipeline when the connection becomes a socket.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let group: ConnectionGroup
    private let isTLS: Bool
    private var progress: RequestProgress
    private var context: ChannelHandlerContext?
    private var origin: String?

    /// Its place among the connections of its group; the group sets it.
    var place = 0

    /// The guard of a connection that has just been accepted, over TLS or not.
    init(group: ConnectionGroup, isTLS: Bool) {
        self.group = group
        self.isTLS = isTLS
        progress = RequestProgress(limits: group.limits, at: group.second)
    }

    /// A second has passed.
    func tick() {
        guard let context else { return }
        perform(progress.tick(at: group.second), context)
    }

    /// The connection goes on with HTTP behind a request that offered an upgrade.
    func upgradeDeclined() {
        progress.upgradeDeclined(at: group.second)
    }

    /// Ends the connection, whatever it does.
    func drop() {
        context?.close(promise: nil)
    }

    /// `bytes` are about to be decoded.
    ///
    /// - Returns: whether they are still wanted.
    func willDecode(_ bytes: ByteBuffer) -> Bool {
        guard let context else { return true }
        let view = bytes.readableBytesView
        let lineBytes = view.firstIndex(of: 0x0a).map {
            view.distance(from: view.startIndex, to: $0)
        }
        let action = progress.received(view.count, lineBytes: lineBytes, at: group.second)
        if action == .proceed { return true }
        perform(action, context)
        return false
    }
}

// MARK: What comes in

extension RequestGuard {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        group.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        group.remove(self)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            origin = group.crossOrigin.allowedOrigin(of: head.headers)
            let action = progress.received(head, at: group.second)
            guard action == .proceed else { return perform(action, context) }
            context.fireChannelRead(wrapInboundOut(.head(Self.plain(head))))
        case .body(let bytes):
            let action = progress.receivedBody(bytes.readableBytes, at: group.second)
            guard action == .proceed else { return perform(action, context) }
            context.fireChannelRead(data)
        case .end:
            let action = progress.receivedEnd(at: group.second)
            guard action == .proceed else { return perform(action, context) }
            context.fireChannelRead(data)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            // TLS that was none, or a connection that was reset.
            context.close(promise: nil)
            return
        }
        perform(progress.failed(isOverflow: error == .headerOverflow, at: group.second), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            let action = progress.inputClosed()
            perform(action, context)
            if action == .proceed { context.fireUserInboundEventTriggered(event) }
        case is ChannelShouldQuiesceEvent:
            perform(progress.leave(at: group.second), context)
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        progress.clientReads(context.channel.isWritable, at: group.second)
        context.fireChannelWritabilityChanged()
    }

    /// Hummingbird ends a connection only where the word stands alone, in lower case.
    private static func plain(_ head: HTTPRequestHead) -> HTTPRequestHead {
        guard !head.isKeepAlive else { return head }
        var head = head
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return head
    }
}

// MARK: What goes out

extension RequestGuard {
    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard progress.takesAnswers else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            context.write(wrapOutboundOut(.head(begin(head))), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            let action = progress.answerEnded(at: group.second)
            guard action != .proceed else {
                context.write(data, promise: promise)
                return
            }
            // What ends the connection must not overtake the answer.
            let written = promise ?? context.eventLoop.makePromise()
            let isGone = written.futureResult.assumeIsolated()
            context.write(data, promise: written)
            isGone.whenComplete { _ in self.perform(action, context) }
        }
    }

    /// The head of an answer as its client is to get it.
    private func begin(_ head: HTTPResponseHead) -> HTTPResponseHead {
        var head = head
        let isDelimited =
            head.headers.contains(name: "content-length") || !head.status.mayHaveResponseBody
        progress.answerBegan(isDelimited: isDelimited)
        // The encoder sends chunks in HTTP/1.1 alone.
        head.version = progress.answerVersion
        if progress.isLastAnswer {
            if !HeaderList.elements(head.headers["connection"]).contains("close") {
                head.headers.add(name: "Connection", value: "close")
            }
        } else if head.version == .http1_0 {
            // RFC 9112, appendix C.2.2.
            head.headers.replaceOrAdd(name: "Connection", value: "keep-alive")
        }
        return head
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext,
        event: Any,
        promise: EventLoopPromise<Void>?
    ) {
        guard event is RequestBodyWanted else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if progress.wantsBody(at: group.second) {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed()
    }

    func close(
        context: ChannelHandlerContext,
        mode: CloseMode,
        promise: EventLoopPromise<Void>?
    ) {
        guard !progress.takesAnswers else {
            context.close(mode: mode, promise: promise)
            return
        }
        // The connection is about to end; the client has a moment left to read its last answer.
        context.channel.closeFuture.cascade(to: promise)
    }
}

// MARK: What is done

extension RequestGuard {
    private func perform(_ action: RequestProgress.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .proceed, .discard: break
        case .abandon:
            // Whoever reads its body must not take the end of the connection for its end.
            context.fireErrorCaught(RequestCut())
        case .refuse(let refusal):
            answer(refusal.problem, context)
            context.close(mode: .output, promise: nil)
            context.fireErrorCaught(RequestCut())
        case .finish: context.close(mode: .output, promise: nil)
        case .drop: context.close(promise: nil)
        }
    }

    private func answer(_ problem: Problem, _ context: ChannelHandlerContext) {
        let body = problem.encoded()
        var headers = HTTPHeaders(
            SecurityHeaders.all(isSecure: isTLS).map { ($0.name.rawName, $0.value) }
        )
        for field in group.crossOrigin.fields(for: origin) {
            headers.add(name: field.name.rawName, value: field.value)
        }
        headers.add(name: "Content-Type", value: Problem.mediaType)
        headers.add(name: "Content-Length", value: "\(body.count)")
        headers.add(name: "Connection", value: "close")
        let status = HTTPResponseStatus(statusCode: problem.status)
        let head = HTTPResponseHead(
            version: .http1_1,
            status: status,
            headers: headers
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let bytes = context.channel.allocator.buffer(bytes: body)
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
