import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

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

    /// How long a connection may idle before its first request, and between requests.
    let idleTimeout: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            guard let group = groups.first(where: { $0.eventLoop === channel.eventLoop }) else {
                throw ChannelError.inappropriateOperationForState
            }
            let deadline = FirstRequestDeadline(idleTimeout)
            try channel.pipeline.syncOperations.addHandler(deadline)
            let idleTimeout = idleTimeout
            let admission = Admission()
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration<Outcome>(
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                    upgraders: [
                        SocketUpgrader(
                            door: door,
                            admission: admission,
                            group: group,
                            result: .socket
                        )
                    ],
                    notUpgradingCompletionHandler: { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try Self.serveHTTP(
                                on: channel,
                                idleTimeout: idleTimeout,
                                logger: logger
                            )
                        }
                    }
                )
            )
            // Hummingbird reads one request after the other by itself, and checks what it writes.
            configuration.enablePipelining = false
            configuration.enableResponseHeaderValidation = false
            let outcome = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
                configuration: configuration
            )
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(
                SocketReception(door: door, admission: admission),
                position: .before(
                    pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Outcome>.self)
                )
            )
            outcome.assumeIsolated().whenComplete { _ in
                pipeline.removeHandler(deadline, promise: nil)
            }
            return Value(channel: channel, outcome: outcome)
        }
    }

    func handle(value: Value, logger: Logger) async {
        switch try? await value.outcome.get() {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .socket: break
        // Its first request never came, or was none.
        case nil: value.channel.close(promise: nil)
        }
    }

    private static func serveHTTP(
        on channel: any Channel,
        idleTimeout: TimeAmount,
        logger: Logger
    ) throws -> Outcome {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(
            HTTPConnectionStateHandler(
                idleTimeout: .nanoseconds(idleTimeout.nanoseconds),
                logger: logger
            )
        )
        return .http(
            try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        )
    }
}
