/// A moment in milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// The store's clock makes them; a gateway compares them with nothing of its own.
public struct Timestamp: Hashable, Sendable {
    /// Milliseconds since the epoch of Unix.
    public let millisecondsSinceEpoch: Int64

    /// The moment this many milliseconds after the epoch of Unix.
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// The moment `duration` later (or earlier, if negative), to the millisecond.
    public func adding(_ duration: Duration) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: millisecondsSinceEpoch + duration.wholeMilliseconds)
    }

    /// How many milliseconds after `earlier` this moment is.
    public func milliseconds(since earlier: Timestamp) -> Int64 {
        millisecondsSinceEpoch - earlier.millisecondsSinceEpoch
    }
}

extension Timestamp: Comparable {
    /// Earlier before later.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

extension Duration {
    /// The duration in milliseconds, what is finer cut off.
    public var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
