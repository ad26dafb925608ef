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
                let headers = admission.session.map { _ in
                    Self.responseHeaders(for: head, Self.agreement(on: head, of: group))
                }
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
            try ReadBuffers.keepOne(of: channel)
            let pipeline = channel.pipeline.syncOperations
            let isCompressed = Self.agreement(on: upgradeRequest, of: group) != nil
            let messageBytesMaximum = group.limits.messageBytesMaximum
            let frameBytesMaximum =
                isCompressed
                ? MessageAssembler.compressedBytesMaximum(messageBytesMaximum: messageBytesMaximum)
                : messageBytesMaximum
            try pipeline.addHandler(
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: frameBytesMaximum))
            )
            let socket = SocketHandler(
                session: session,
                connectionID: UUID(),
                group: group,
                form: isCompressed ? .compressed : .plain
            )
            try pipeline.addHandler(socket)
            // A revocation may have passed by the group before the socket was there.
            if !door.stillAdmits(session) { socket.close(.sessionEnded) }
            return result
        }
    }

    /// What is agreed on about compression; nil if the client does not offer it, or the gateway does not compress.
    private static func agreement(
        on head: HTTPRequestHead,
        of group: SocketGroup
    ) -> CompressionAgreement? {
        guard group.shared.demand.isOn else { return nil }
        return CompressionAgreement(offeredIn: head.headers["sec-websocket-extensions"])
    }

    private static func responseHeaders(
        for head: HTTPRequestHead,
        _ agreement: CompressionAgreement?
    ) -> HTTPHeaders {
        var headers = HTTPHeaders()
        let protocols = head.headers[canonicalForm: "sec-websocket-protocol"]
        if protocols.contains(where: { $0 == SocketDoor.subprotocol }) {
            headers.add(name: "Sec-WebSocket-Protocol", value: SocketDoor.subprotocol)
        }
        if let agreement {
            headers.add(name: "Sec-WebSocket-Extensions", value: agreement.answer)
        }
        return headers
    }
}
