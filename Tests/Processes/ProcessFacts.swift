import Foundation
public import Glibc

/// What the kernel tells of a process.
public struct ProcessFacts: Sendable {
    /// The process.
    public let id: pid_t

    /// Looks at the process `id`.
    public init(id: pid_t) {
        self.id = id
    }

    /// Whether it runs; one that has died and waits for its parent does not.
    public var isAlive: Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return false }
        // proc(5): behind the name in parentheses stands the state.
        return !stat[name...].hasPrefix(") Z") && !stat[name...].hasPrefix(") X")
    }

    /// How many descriptors it has open; nil if it is gone.
    public var descriptors: Int? {
        try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count
    }
}
