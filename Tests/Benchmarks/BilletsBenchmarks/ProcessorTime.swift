import Glibc

/// What this process has taken from the processors.
enum ProcessorTime {
    /// All threads together, in nanoseconds: /proc/self/stat, which the library reads, counts hundredths of a second.
    static func spent() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
