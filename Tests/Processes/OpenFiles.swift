import Glibc

/// The descriptors of this process.
public enum OpenFiles {
    /// Raises their limit as far as this process may.
    ///
    /// - Returns: the limit.
    @discardableResult
    public static func raiseLimit() -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 0 }
        limit.rlim_cur = min(limit.rlim_max, 1_048_576)
        guard setrlimit(resource, &limit) == 0 else { return 0 }
        return Int(limit.rlim_cur)
    }
}
