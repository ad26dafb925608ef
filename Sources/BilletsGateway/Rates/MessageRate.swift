/// How fast one user may send, over all their sockets and requests on one gateway.
public struct MessageRate: Hashable, Sendable {
    /// How many messages at once, 1 or more.
    public var burst: Int

    /// How many messages a second, for as long as they like; 1 or more.
    public var perSecond: Int

    /// A rate of `perSecond` messages, and `burst` of them at once.
    public init(burst: Int = 500, perSecond: Int = 100) {
        precondition(burst >= 1 && perSecond >= 1, "A rate lets something through.")
        self.burst = burst
        self.perSecond = perSecond
    }

    /// How much time one message takes up, in nanoseconds.
    var intervalNanoseconds: Int64 {
        max(1, 1_000_000_000 / Int64(perSecond))
    }

    /// How much time may be taken up in advance, in nanoseconds.
    var burstNanoseconds: Int64 {
        Int64(burst) * intervalNanoseconds
    }
}
