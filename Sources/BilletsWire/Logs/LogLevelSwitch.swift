import Synchronization

/// The level of a process's log, which may change while the process runs.
///
/// A logger is a value, and copies of it are everywhere; so what they have in common is this, which every one of
/// them reads before it writes.
public final class LogLevelSwitch: Sendable {
    /// The level that the process was started with.
    public let configured: LogLevel

    private let place: Atomic<UInt8>

    /// A switch that stands at `configured`.
    public init(_ configured: LogLevel = .info) {
        self.configured = configured
        place = Atomic(configured.place)
    }

    /// The level that holds now.
    public var level: LogLevel {
        // Nothing else depends on when exactly a change is seen.
        LogLevel(place: place.load(ordering: .relaxed))
    }

    /// The level that holds now, and the one that the process was started with.
    public var report: LogLevelReport {
        LogLevelReport(level: level, configured: configured)
    }

    /// Lets `level` hold from now on.
    public func set(_ level: LogLevel) {
        place.store(level.place, ordering: .relaxed)
    }

    /// The level that a turn of the switch leads to: `debug`, and from there the one the process was started with.
    public var turned: LogLevel {
        level == .debug ? configured : .debug
    }
}
