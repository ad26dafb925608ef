import Foundation

/// What the kernel says of a process.
enum LivingProcess {
    /// Whether a process runs; one that has died and waits for its parent does not.
    static func exists(_ pid: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return false }
        // proc(5): behind the name in parentheses stands the state.
        return !stat[name...].hasPrefix(") Z") && !stat[name...].hasPrefix(") X")
    }

    /// Waits until none of `pids` runs any more.
    static func waitForEnd(of pids: [Int32]) async throws {
        while pids.contains(where: exists) { try await Task.sleep(for: .milliseconds(10)) }
    }
}
