import Billets
import FoundationEssentials
import Glibc

/// Reads the clocks of the machine.
struct MachineClock: Sendable {
    private let bootID: String

    /// The clocks of the machine that this process runs on.
    ///
    /// Without /proc each process has a boot of its own, and the time is the wall clock's.
    init() {
        let path = "/proc/sys/kernel/random/boot_id"
        let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8)
        let digits = text?.filter { $0.isHexDigit || $0 == "-" } ?? ""
        bootID = (1...64).contains(digits.count) ? digits : UUID().uuidString
    }

    /// What they show.
    func read() -> MachineTime {
        MachineTime(
            bootID: bootID,
            wall: Timestamp(millisecondsSinceEpoch: Self.milliseconds(CLOCK_REALTIME)),
            // Goes on while the machine sleeps (clock_gettime(2)), and is the same for all processes.
            uptimeMilliseconds: Self.milliseconds(CLOCK_BOOTTIME)
        )
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
