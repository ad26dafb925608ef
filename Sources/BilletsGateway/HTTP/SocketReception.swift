import NIOCore
import NIOHTTP1

/// Looks at who asks for a socket before NIO does, and hides from it every wish for an upgrade that is not
/// granted.
///
/// NIO's upgrade handler forgets the request that it does not upgrade, so that nobody would answer it
/// (`NIOTypedHTTPServerUpgradeHandler`, swift-nio 2.101.2), and its decoder reads nothing behind such a
/// request. So a wish that is not granted becomes a plain request, the last one of its connection, which
/// the routes answer. Who is let in is noted, and then the reception leaves the pipeline.
final class SocketReception: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// How many parts of requests may wait while their sender is looked at.
    static let waitingPartsMaximum = 16

    private enum State {
        case first
        case judging(HTTPRequestHead, behind: [HTTPServerRequestPart])
        case plain
        case left
    }

    private let door: SocketDoor
    private let admission: Admission
    private let client: @Sendable (HTTPHeaders) -> ClientConnection
    private let becameSocket: () -> Void
    private var state = State.first

    /// The reception of one connection, which notes in `admission` who is let in by `door`; `client` tells who
    /// sent a request, and `becameSocket` is called when no HTTP comes any more.
    init(
        door: SocketDoor,
        admission: Admission,
        client: @escaping @Sendable (HTTPHeaders) -> ClientConnection,
        becameSocket: @escaping () -> Void
    ) {
        self.door = door
        self.admission = admission
        self.client = client
        self.becameSocket = becameSocket
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        state = .left
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .left = state {
            context.fireChannelRead(data)
            return
        }
        let part = unwrapInboundIn(data)
        switch (state, part) {
        case (.judging(let head, let behind), _):
            guard behind.count < Self.waitingPartsMaximum else {
                context.close(promise: nil)
                return
            }
            state = .judging(head, behind: behind + [part])
        case (.first, .head(let head)) where Self.isHandshake(head):
            state = .judging(head, behind: [])
            judge(head, context)
        case (_, .head(let head)):
            state = .plain
            context.fireChannelRead(wrapInboundOut(.head(Self.plain(head))))
        case (_, .body), (_, .end):
            context.fireChannelRead(data)
        }
    }

    private func judge(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: Session?.self)
        let identity = RequestIdentity(head.headers)
        let client = client(head.headers)
        // Ends with the promise: what it waits for are local computations.
        promise.completeWithTask { [door] in try? await door.admit(identity, from: client) }
        promise.futureResult.assumeIsolated().whenSuccess { admitted in
            guard case .judging(let head, let behind) = self.state else { return }
            self.state = .plain
            let session = admitted.flatMap {
                self.door.seat($0, from: client, on: context.channel) ? $0 : nil
            }
            if let session {
                self.admission.grant(session)
                self.becameSocket()
            }
            let known = session == nil ? Self.plain(head) : head
            context.fireChannelRead(self.wrapInboundOut(.head(known)))
            for part in behind { context.fireChannelRead(self.wrapInboundOut(part)) }
            context.fireChannelReadComplete()
            // After an upgrade no HTTP comes any more.
            guard session != nil else { return }
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }

    /// RFC 6455, section 4.2.1; what is wrong here would fail in NIO's upgrader.
    private static func isHandshake(_ head: HTTPRequestHead) -> Bool {
        let headers = head.headers
        return head.method == .GET && head.version == .http1_1
            && head.uri.prefix { $0 != "?" } == SocketDoor.path
            && headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && headers[canonicalForm: "sec-websocket-version"] == ["13"]
            && headers[canonicalForm: "sec-websocket-key"].count == 1
            && !headers.contains(name: "content-length")
            && !headers.contains(name: "transfer-encoding")
    }

    /// `head` without the wish for an upgrade, if there is one.
    private static func plain(_ head: HTTPRequestHead) -> HTTPRequestHead {
        guard head.headers.contains(name: "upgrade") else { return head }
        var head = head
        head.headers.remove(name: "upgrade")
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return head
    }
}
