import Billets
import BilletsWire
import Logging

/// What the sockets of all event loops of a gateway have in common.
struct SocketSurroundings: Sendable {
    /// What the gateway is called.
    let node: String

    /// How long a lock lives that is not renewed.
    let leaseDuration: Duration

    /// What each socket may cost.
    let limits: SocketLimits

    /// How fast each user may send.
    let rates: UserRates

    /// The rate of frames of each user, over all their sockets.
    let frameRates: UserRates

    /// For whom the gateway compresses.
    let demand: CompressionDemand

    /// Where it is counted what they do.
    let metrics: GatewayMetrics

    /// Who has sockets here.
    let presence: Presence

    /// The clock by which sessions end.
    let clock: WallClock

    /// Where it is told who was sent away.
    let logger: Logger

    /// What they have in common in a gateway of the database `identity`.
    init(
        _ configuration: GatewayConfiguration,
        _ identity: StoreIdentity,
        metrics: GatewayMetrics,
        logger: Logger
    ) {
        node = configuration.node
        leaseDuration = identity.leases.leaseDuration
        limits = configuration.sockets
        rates = UserRates(configuration.messageRate)
        frameRates = UserRates(
            configuration.messageRate?.times(configuration.sockets.framesPerMessage)
        )
        demand = CompressionDemand(configuration.compression)
        presence = Presence(node: configuration.node, instance: configuration.instance)
        clock = configuration.clock
        self.metrics = metrics
        self.logger = logger
    }
}
