import NIOCore

/// The machine's monotonic clock (clock_gettime(2), CLOCK_MONOTONIC), the one that event loops go by.
enum MonotonicClock {
    /// Nanoseconds since some moment before this process began.
    static var now: UInt64 { NIODeadline.now().uptimeNanoseconds }
}
