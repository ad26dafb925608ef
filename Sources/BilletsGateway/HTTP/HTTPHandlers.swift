import NIOCore
import NIOHTTP1

/// The handlers of HTTP in a connection's pipeline, from its bytes to `UpgradeHandler`.
final class HTTPHandlers {
    private typealias Decoder = ByteToMessageHandler<HTTPRequestDecoder>

    private let limits: ConnectionLimits
    private let guardian: RequestGuard
    private let meter: RequestMeter
    private let encoder = HTTPResponseEncoder()
    private var decoder: Decoder

    /// True if the decoder reads nothing behind the request that is being read (`UpgradeOffer`).
    var decoderStops = false

    /// The handlers of a connection of `group`, over TLS or not.
    init(group: ConnectionGroup, isTLS: Bool) {
        limits = group.limits
        guardian = RequestGuard(group: group, isTLS: isTLS)
        meter = RequestMeter(guardian: guardian)
        decoder = Self.decoder(limits)
    }

    /// Adds them to a new connection.
    func add(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.addHandlers([encoder, meter, decoder, guardian])
    }

    /// Lets requests be read behind one whose offer of an upgrade was declined; `completion` is called when what has
    /// come meanwhile has been read.
    func restartDecoder(
        of context: ChannelHandlerContext,
        _ completion: @escaping () -> Void
    ) {
        guard decoderStops else { return }
        decoderStops = false
        guardian.upgradeDeclined()
        let pipeline = context.pipeline.syncOperations
        let stopped = decoder
        decoder = Self.decoder(limits)
        do {
            try pipeline.addHandler(decoder, position: .after(stopped))
        } catch {
            return context.close(promise: nil)
        }
        // Forwards the bytes that it did not read.
        pipeline.removeHandler(stopped).assumeIsolated().whenComplete { _ in completion() }
    }

    /// Ends the supervision of requests.
    func removeGuard(from pipeline: ChannelPipeline.SynchronousOperations) {
        pipeline.removeHandler(meter, promise: nil)
        pipeline.removeHandler(guardian, promise: nil)
    }

    /// Lets bytes be written as they are.
    func removeEncoder(from pipeline: ChannelPipeline.SynchronousOperations) {
        pipeline.removeHandler(encoder, promise: nil)
    }

    /// Lets bytes be read as they are, those that the decoder has left among them.
    func removeDecoder(from pipeline: ChannelPipeline.SynchronousOperations) {
        pipeline.removeHandler(decoder, promise: nil)
    }

    private static func decoder(_ limits: ConnectionLimits) -> Decoder {
        ByteToMessageHandler(
            HTTPRequestDecoder(
                leftOverBytesStrategy: .forwardBytes,
                limitConfiguration: limits.decoderLimits
            )
        )
    }
}
