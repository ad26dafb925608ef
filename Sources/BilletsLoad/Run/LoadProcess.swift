import FoundationEssentials
import Glibc

/// What this process takes of the machine.
enum LoadProcess {
    /// The processor time that it has taken, in seconds (clock_gettime(2), CLOCK_PROCESS_CPUTIME_ID).
    static var processorSeconds: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Its resident memory in bytes (proc(5), statm).
    static var residentBytes: Int64 {
        let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = text?.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
