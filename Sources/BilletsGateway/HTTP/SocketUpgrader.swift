import Billets
import BilletsWire
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Turns one connection into a socket: the handshake is NIO's, the pipeline is ours.
///
/// NIO's own upgrader always adds its frame encoder, through which frames that are already encoded cannot
/// be written. So this one leaves the handshake (RFC 6455, section 4.2.2) to it, and adds the frame decoder
/// and our handler alone.
final class SocketUpgrader<UpgradeResult: Sendable>: NIOTypedHTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    private let handshake: NIOTypedWebSocketServerUpgrader<Void>
    private let door: SocketDoor
    private let admission: Admission
    private let group: SocketGroup
    private let result: UpgradeResult

    /// The upgrader of one connection, whose upgrade answers `result`; `admission` tells who was let in.
    init(door: SocketDoor, admission: Admission, group: SocketGroup, result: UpgradeResult) {
        self.door = door
        self.admission = admission
        self.group = group
        self.result = result
        handshake = NIOTypedWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
                let headers = admission.session.map { _ in Self.responseHeaders(for: head) }
                return channel.eventLoop.makeSucceededFuture(headers)
            },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        )
    }

    func buildUpgradeResponse(
        channel: any Channel,
        upgradeRequest: HTTPRequestHead,
        initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        handshake.buildUpgradeResponse(
            channel: channel,
            upgradeRequest: upgradeRequest,
            initialResponseHeaders: initialResponseHeaders
        )
    }

    func upgrade(
        channel: any Channel,
        upgradeRequest: HTTPRequestHead
    ) -> EventLoopFuture<UpgradeResult> {
        channel.eventLoop.makeCompletedFuture {
            guard let session = admission.session else {
                throw ChannelError.inappropriateOperationForState
            }
            let pipeline = channel.pipeline.syncOperations
            let messageBytesMaximum = group.limits.messageBytesMaximum
            try pipeline.addHandler(
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageBytesMaximum))
            )
            let socket = SocketHandler(
                session: session,
                connectionID: UUID().uuidString.lowercased(),
                group: group
            )
            try pipeline.addHandler(socket)
            // A revocation may have passed by the group before the socket was there.
            if !door.stillAdmits(session) { socket.close(.sessionEnded) }
            return result
        }
    }

    private static func responseHeaders(for head: HTTPRequestHead) -> HTTPHeaders {
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"]
        return offered.contains { $0 == SocketDoor.subprotocol }
            ? ["Sec-WebSocket-Protocol": SocketDoor.subprotocol] : [:]
    }
}
