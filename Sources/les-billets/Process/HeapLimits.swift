import CMalloc

/// How much memory this process keeps that it has freed (mallopt(3)).
///
/// glibc gives what is free at the end of a heap back to the kernel from 128 KiB on, and takes it again a moment later: with
/// a batch of commands under way at a time that was four page faults a command, and every tenth command.
enum HeapLimits {
    /// How many free bytes may lie at the end of a heap, of which a thread has at most one.
    private static let trimBytesMinimum: Int32 = 32 * 1024 * 1024

    /// From how many bytes on a piece of memory is the kernel's again as soon as it is freed.
    private static let mappedBytesMinimum: Int32 = 8 * 1024 * 1024

    /// Keeps more than glibc does.
    static func raise() {
        _ = mallopt(M_TRIM_THRESHOLD, trimBytesMinimum)
        _ = mallopt(M_MMAP_THRESHOLD, mappedBytesMinimum)
    }
}
