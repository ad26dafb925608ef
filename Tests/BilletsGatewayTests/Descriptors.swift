import Foundation

/// The descriptors that this process has open.
enum Descriptors {
    /// How many there are.
    static func open() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    /// Raises their limit as far as this process may.
    static func raiseLimit() throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { throw TooMany(count: try open()) }
        limit.rlim_cur = min(limit.rlim_max, 1_048_576)
        guard setrlimit(resource, &limit) == 0 else { throw TooMany(count: try open()) }
    }

    /// Waits until their number satisfies `condition`; other tests open and close some too.
    static func wait(until condition: (Int) -> Bool) async throws {
        for _ in 0..<600 {
            if condition(try open()) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TooMany(count: try open())
    }

    /// They stayed too many.
    struct TooMany: Error {
        let count: Int
    }
}
