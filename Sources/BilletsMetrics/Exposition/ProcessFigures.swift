import FoundationEssentials
import Glibc

/// What the kernel tells of this process (proc(5)).
struct ProcessFigures {
    private let values: [String: Double]

    /// The figure of this name; nil if it is none of a process, or the kernel did not tell it.
    subscript(name: String) -> Double? { values[name] }

    /// What the kernel tells now.
    static func now() -> ProcessFigures {
        var values: [String: Double] = [:]
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let page = Double(sysconf(Int32(_SC_PAGESIZE)))
        if let fields = statFields() {
            // Numbered from 1 in proc(5); the first two are cut off.
            func field(_ number: Int) -> Double? {
                fields.count > number - 3 ? Double(fields[number - 3]) : nil
            }
            if let user = field(14), let system = field(15) {
                values["process_cpu_seconds_total"] = (user + system) / ticks
            }
            values["process_threads"] = field(20)
            if let start = field(22), let boot = bootTime() {
                values["process_start_time_seconds"] = boot + start / ticks
            }
            values["process_virtual_memory_bytes"] = field(23)
            values["process_resident_memory_bytes"] = field(24).map { $0 * page }
        }
        let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        // The listing itself has one of them open.
        values["process_open_fds"] = descriptors.map { Double($0.count - 1) }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            values["process_max_fds"] = Double(limit.rlim_cur)
        }
        return ProcessFigures(values: values)
    }

    /// The fields of /proc/self/stat from the third on; the second is a name in parentheses, with whatever in it.
    private static func statFields() -> [Substring]? {
        guard let text = text(of: "/proc/self/stat"), let end = text.lastIndex(of: ")") else {
            return nil
        }
        return text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
    }

    private static func bootTime() -> Double? {
        text(of: "/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst("btime ".count)) }
    }

    /// The text of a file of /proc, whose size is not known before.
    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &piece, piece.count)
            guard count > 0, bytes.count < textBytesMaximum else { break }
            bytes += piece.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// /proc/stat has a line for each processor, and one with all interrupts.
    private static let textBytesMaximum = 1 << 20
}
