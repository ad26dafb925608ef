import FoundationEssentials
import Glibc

/// The file locks that other processes hold, as `/proc/locks` tells them (proc_locks(5)).
///
/// Processes of other PID namespaces do not appear there, so that an empty answer proves nothing.
struct FileLocks {
    private let holders: [String: Set<Int>]

    /// The locks of this moment; none where /proc is not mounted.
    init() {
        let text = (try? String(contentsOfFile: "/proc/locks", encoding: .utf8)) ?? ""
        var holders: [String: Set<Int>] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            // 1: POSIX ADVISORY READ 4711 fe:00:16221379 128 128
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count >= 6,
                let process = fields.dropFirst(3).compactMap({ Int($0) }).first,
                process > 0, process != Int(getpid()),
                let file = fields.first(where: { $0.count { $0 == ":" } == 2 })
            else { continue }
            holders[String(file), default: []].insert(process)
        }
        self.holders = holders
    }

    /// The processes that hold a lock on the file at `path`.
    func holders(of path: String) -> Set<Int> {
        guard let file = FileIdentity(at: path) else { return [] }
        let device = UInt64(file.device)
        // The parts of a device number, as the C library's macros major and minor take them out of it.
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        let numbers = [major, minor].map { number in
            let digits = String(number, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }
        return holders["\(numbers[0]):\(numbers[1]):\(file.inode)"] ?? []
    }
}
