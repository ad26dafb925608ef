import Foundation

/// The file over which a process is told which of its writes fail, and how wrong its clock is.
///
/// The process runs under the library `libDiskFaults.so`, which keeps the file in its memory: byte 0 says what fails, bytes 8
/// to 15 how many milliseconds are added to CLOCK_REALTIME (little endian, signed).
public struct FaultControl: Sendable {
    /// What fails.
    public enum DiskFault: UInt8, CaseIterable, Hashable, Sendable {
        /// Nothing.
        case none = 0

        /// There is no space left (ENOSPC).
        case full = 1

        /// fsync and fdatasync fail (EIO).
        case sync = 2

        /// Writing fails (EIO).
        case write = 3

        /// Reading fails (EIO).
        case read = 4
    }

    /// How large the file is, in bytes.
    static let bytes = 4096

    private let path: String

    /// The library; nil if it was not built.
    static var library: String? {
        let path = ProgramFolder.path(of: "libDiskFaults.so")
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// Makes the file at `path`, all well.
    init(path: String) throws {
        self.path = path
        try Data(count: Self.bytes).write(to: URL(filePath: path))
    }

    /// The variables of a process that obeys the file, for files that begin with `prefix`.
    func environment(library: String, prefix: String) -> [String: String] {
        ["LD_PRELOAD": library, "DISK_FAULTS_PREFIX": prefix, "DISK_FAULTS_CONTROL": path]
    }

    /// Has what touches the database fail from now on.
    func set(_ fault: DiskFault) throws {
        try write([fault.rawValue], at: 0)
    }

    /// Sets the clock `milliseconds` forward, or back; 0 sets it right.
    func setClock(_ milliseconds: Int64) throws {
        try write(withUnsafeBytes(of: milliseconds.littleEndian) { Array($0) }, at: 8)
    }

    private func write(_ bytes: [UInt8], at offset: UInt64) throws {
        // In place: the file that the process has mapped must stay the same one.
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        try file.seek(toOffset: offset)
        try file.write(contentsOf: bytes)
    }
}
