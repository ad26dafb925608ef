import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

/// A connection of the gateway: HTTP for Hummingbird, until it asks to become a socket.
struct GatewayChannel: ServerChildChannel, HTTPChannelHandler {
    /// A connection whose first request has not been read yet.
    struct Value: ServerChildChannelValue {
        let channel: any Channel

        /// What the first request made of it.
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
        let admission = Admission()
        let upgrader = SocketUpgrader(
            door: door,
            admission: admission,
            group: group,
            result: Outcome.socket
        )
        let outcome = try pipeline.configureUpgradableHTTPServerPipeline(
            configuration: configuration(upgrader, limits: connections.limits)
        )
        try guardRequests(of: channel, peer, admission, connections)
        return Value(channel: channel, outcome: outcome)
    }

    /// NIO's part of the pipeline.
    private func configuration(
        _ upgrader: SocketUpgrader<Outcome>,
        limits: ConnectionLimits
    ) -> NIOUpgradableHTTPServerPipelineConfiguration<Outcome> {
        let isTLS = certificate != nil
        var configuration = NIOUpgradableHTTPServerPipelineConfiguration<Outcome>(
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Self.serveHTTP(on: channel, isTLS: isTLS)
                    }
                }
            )
        )
        // Hummingbird reads one request after the other by itself, and checks what it writes; errors are
        // the guard's.
        configuration.enablePipelining = false
        configuration.enableResponseHeaderValidation = false
        configuration.enableErrorHandling = false
        configuration.decoderConfiguration = limits.decoderLimits
        return configuration
    }

    /// Our part of it, around the decoder, and before the upgrade.
    private func guardRequests(
        of channel: any Channel,
        _ peer: ClientAddress,
        _ admission: Admission,
        _ connections: ConnectionGroup
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let isTLS = certificate != nil
        let guardian = RequestGuard(group: connections, isTLS: isTLS)
        let meter = RequestMeter(guardian: guardian)
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(meter, position: .before(decoder))
        let reception = SocketReception(
            door: door,
            admission: admission,
            client: { [trustedProxies] headers in
                trustedProxies.client(
                    peer: peer,
                    isTLS: isTLS,
                    forwardedFor: headers["x-forwarded-for"],
                    forwardedProto: headers["x-forwarded-proto"]
                )
            },
            becameSocket: {
                pipeline.removeHandler(meter, promise: nil)
                pipeline.removeHandler(guardian, promise: nil)
            }
        )
        let upgrade = try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Outcome>.self)
        try pipeline.addHandlers([guardian, reception], position: .before(upgrade))
    }

    func handle(value: Value, logger: Logger) async {
        switch try? await value.outcome.get() {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .socket: break
        // Its first request never came, or was none.
        case nil: value.channel.close(promise: nil)
        }
    }

    private static func serveHTTP(on channel: any Channel, isTLS: Bool) throws -> Outcome {
        try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: isTLS))
        return .http(
            try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        )
    }
}
