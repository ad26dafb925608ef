import Billets
import BilletsWire
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The server's side of the handshake (RFC 6455, section 4.2.2), and the handlers of a WebSocket.
///
/// NIO's upgraders add a frame encoder, through which frames that are already encoded cannot be written; this one adds
/// the frame decoder and our handler alone.
struct SocketUpgrader {
    /// The rules for who may open a socket.
    let door: SocketDoor

    /// The sockets of the event loop.
    let group: SocketGroup

    /// The sender of a request, by its header fields.
    let client: @Sendable (HTTPHeaders) -> ClientConnection

    /// The answer that accepts a handshake.
    func answer(to request: UpgradeRequest) -> HTTPResponseHead {
        let offered = request.head.headers
        var headers: HTTPHeaders = [
            "Upgrade": "websocket", "Connection": "upgrade",
            "Sec-WebSocket-Accept": request.handshake.acceptance,
        ]
        let protocols = HeaderList.elements(offered["sec-websocket-protocol"])
        if protocols.contains(SocketDoor.subprotocol) {
            headers.add(name: "Sec-WebSocket-Protocol", value: SocketDoor.subprotocol)
        }
        if let agreement = agreement(on: request) {
            headers.add(name: "Sec-WebSocket-Extensions", value: agreement.answer)
        }
        return HTTPResponseHead(
            version: .http1_1,
            status: .switchingProtocols,
            headers: headers
        )
    }

    /// Adds the handlers of a WebSocket to the end of the pipeline; the last of them greets the client.
    func addHandlers(
        to channel: any Channel,
        _ request: UpgradeRequest,
        for session: Session
    ) throws {
        try ReadBuffers.keepOne(of: channel)
        let pipeline = channel.pipeline.syncOperations
        let isCompressed = agreement(on: request) != nil
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
    }

    /// The agreement on compression; nil if the client does not offer it, or the gateway does not compress.
    private func agreement(on request: UpgradeRequest) -> CompressionAgreement? {
        guard group.shared.demand.isOn else { return nil }
        return CompressionAgreement(
            offeredIn: request.head.headers["sec-websocket-extensions"]
        )
    }
}
