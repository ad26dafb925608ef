import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOSSL

/// A connection of the gateway: HTTP for Hummingbird, until it asks to become a socket.
struct GatewayChannel: ServerChildChannel, HTTPChannelHandler {
    /// A connection whose first request has not been read.
    struct Value: ServerChildChannelValue {
        let channel: any Channel

        /// The result of the first request.
        let outcome: EventLoopFuture<Outcome>
    }

    /// What becomes of a connection.
    enum Outcome: Sendable {
        /// It stays HTTP.
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)

        /// It is a socket, which lives on its event loop alone.
        case socket
    }

    let responder: Responder

    /// Who may open a socket.
    let door: SocketDoor

    /// The sockets of each loop.
    let groups: [SocketGroup]

    /// The HTTP connections of each loop.
    let connections: [ConnectionGroup]

    /// Who has how many connections.
    let ledger: ConnectionLedger

    /// Whose word on their clients is taken.
    let trustedProxies: TrustedProxies

    /// What the gateway shows of itself if it speaks TLS.
    let certificate: ServerCertificate?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let setup = channel.eventLoop.makeCompletedFuture { try assemble(channel, logger) }
        // Nobody else knows the channel yet.
        setup.whenFailure { _ in channel.close(promise: nil) }
        return setup
    }

    private func assemble(_ channel: any Channel, _ logger: Logger) throws -> Value {
        guard let group = groups.first(where: { $0.eventLoop === channel.eventLoop }),
            let connections = connections.first(where: { $0.eventLoop === channel.eventLoop }),
            let peer = ClientAddress(channel.remoteAddress)
        else { throw ChannelError.inappropriateOperationForState }
        let isCounted = !trustedProxies.contains(peer)
        guard ledger.connectionOpened(from: peer, isCounted: isCounted) else {
            // Whoever floods us is not worth a handshake or an answer.
            logger.debug("Closed a connection over its cap", metadata: ["address": "\(peer)"])
            throw ChannelError.ioOnClosedChannel
        }
        channel.closeFuture.whenComplete { [ledger] _ in
            ledger.connectionClosed(from: peer, isCounted: isCounted)
        }
        try ReadBuffers.beginSmall(on: channel)
        let pipeline = channel.pipeline.syncOperations
        if let certificate {
            try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
        }
        let http = HTTPHandlers(group: connections, isTLS: certificate != nil)
        try http.add(to: pipeline)
        let outcome = channel.eventLoop.makePromise(of: Outcome.self)
        try pipeline.addHandler(
            UpgradeHandler(
                upgrader(group, peer),
                http,
                isTLS: certificate != nil,
                outcome: outcome
            )
        )
        return Value(channel: channel, outcome: outcome.futureResult)
    }

    private func upgrader(_ group: SocketGroup, _ peer: ClientAddress) -> SocketUpgrader {
        let isTLS = certificate != nil
        return SocketUpgrader(door: door, group: group) { [trustedProxies] headers in
            trustedProxies.client(
                peer: peer,
                isTLS: isTLS,
                forwardedFor: headers["x-forwarded-for"],
                forwardedProto: headers["x-forwarded-proto"]
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        switch try? await value.outcome.get() {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .socket: break
        // Its first request never came.
        case nil: value.channel.close(promise: nil)
        }
    }
}
