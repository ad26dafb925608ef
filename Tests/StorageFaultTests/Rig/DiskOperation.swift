/// One thing that a process did to a file, as DiskFaults recorded it.
enum DiskOperation: Hashable {
    /// Made the file, or emptied it.
    case open(String, empties: Bool)

    /// Wrote bytes at an offset.
    case write(String, at: Int, [UInt8])

    /// Cut the file, or made it longer.
    case truncate(String, to: Int)

    /// Took the name away.
    case unlink(String)

    /// Gave the file another name.
    case rename(String, to: String)

    /// Waited until all that had been done to the file, or to the names in the folder, was on the disk.
    case sync(String)

    /// The test wrote down what it had been told by then.
    case mark(String)
}
