public import Billets
import FoundationEssentials

/// Tells the time of day.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    /// A clock that shows what `read` answers.
    public init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    /// The clock of the machine.
    public static let system = WallClock {
        Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// The present moment.
    public func now() -> Timestamp {
        read()
    }
}
