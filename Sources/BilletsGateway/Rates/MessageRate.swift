/// The rate at which one user may send messages, over all their sockets and requests on one gateway, or frames, over all their
/// sockets.
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

    /// The rate of `count` times as many.
    func times(_ count: Int) -> MessageRate {
        let count = max(1, count)
        return MessageRate(
            burst: burst.saturatingProduct(with: count),
            perSecond: perSecond.saturatingProduct(with: count)
        )
    }

    /// How much time one message takes up, in nanoseconds.
    var intervalNanoseconds: Int64 {
        max(1, 1_000_000_000 / Int64(perSecond))
    }

    /// How much time may be taken up in advance, in nanoseconds.
    var burstNanoseconds: Int64 {
        Int64(burst).saturatingProduct(with: intervalNanoseconds)
    }
}

extension FixedWidthInteger {
    /// The product of two positive numbers, or the largest number if it is larger.
    fileprivate func saturatingProduct(with other: Self) -> Self {
        let (product, isOverflow) = multipliedReportingOverflow(by: other)
        return isOverflow ? .max : product
    }
}
