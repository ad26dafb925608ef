/// How a gateway that stops lets its clients go: the balancer notices, `Draining` is sent, clients leave by
/// themselves, and those that stayed are sent away one after the other.
public struct DrainTiming: Hashable, Sendable {
    /// How long a balancer that asks `/readyz` may take to send nobody new; meanwhile whoever comes is served.
    public var notice: Duration = .milliseconds(1500)

    /// How long it takes from `Draining` until the last socket has been sent away.
    public var drain: Duration = .seconds(5)

    /// How long sockets may then take to end: for the answers to their last commands, and for goodbyes.
    public var farewell: Duration = .seconds(6)

    /// The same, when there is no time left.
    public var farewellInHaste: Duration = .seconds(1)

    /// The timing of a gateway behind the balancer of a cluster.
    public init() {}

    /// In what time clients are asked to come back: they open a new socket at a random part of it, and leave the
    /// old one then.
    public var reconnectAfter: Duration { drain / 2 }

    /// When the first of those that stayed is sent away: a client that began to connect at the last moment has
    /// arrived by then.
    var sendAwayAfter: Duration { drain * 0.7 }
}
