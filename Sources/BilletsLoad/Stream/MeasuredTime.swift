/// The time that is measured, in nanoseconds of the monotonic clock; empty until it is known.
public struct MeasuredTime: Hashable, Sendable {
    /// When it begins.
    public var start: UInt64

    /// When it is over.
    public var end: UInt64

    /// From `start` to `end`.
    public init(start: UInt64 = .max, end: UInt64 = .max) {
        self.start = start
        self.end = end
    }

    /// Whether it holds `time`.
    public func contains(_ time: UInt64) -> Bool { time >= start && time < end }
}
