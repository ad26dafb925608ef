/// What the disk of a process under test does wrong; see Tests/DiskFaults/include/DiskFaults.h.
public enum DiskFault: UInt8, Sendable, CaseIterable {
    /// Nothing.
    case none = 0

    /// Every write says that the disk is full.
    case full = 1

    /// Every fsync fails.
    case sync = 2

    /// Every write fails.
    case write = 3

    /// Every read fails.
    case read = 4

    /// What makes a file longer says that the disk is full; the rest is written.
    case noGrowth = 5
}
