import Glibc

/// How many descriptors this process may have: sockets and files together (getrlimit(2)).
enum DescriptorLimit {
    /// The most that is asked for: where the hard limit is no limit at all, programs that prepare for
    /// each possible descriptor would prepare for a thousand million.
    static let maximum: rlim_t = 1_048_576

    /// Raises the soft limit to the hard one; children inherit it.
    ///
    /// - Returns: the limit that holds now.
    static func raise() -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 1024 }
        let before = limit.rlim_cur
        limit.rlim_cur = max(before, min(limit.rlim_max, maximum))
        if setrlimit(resource, &limit) != 0 { limit.rlim_cur = before }
        return Int(clamping: limit.rlim_cur)
    }
}
