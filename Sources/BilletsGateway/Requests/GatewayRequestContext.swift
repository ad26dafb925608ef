import Hummingbird
import NIOCore

/// What is known of a request beside what it says itself.
struct GatewayRequestContext: RequestContext {
    /// What Hummingbird keeps.
    var coreContext: CoreRequestContextStorage

    /// The channel that the request came over.
    let channel: any Channel

    /// The other end of the connection: the client, or the last proxy before us.
    let peer: ClientAddress

    /// The client and its way to here; `ClientMiddleware` finds it out.
    var client: ClientConnection

    /// The context of a request on the connection of `source`.
    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        // A connection that is gone already has no address any more, and nobody gets its answer.
        peer = ClientAddress(source.channel.remoteAddress) ?? .unknown
        client = ClientConnection(address: peer, scheme: nil)
    }
}
