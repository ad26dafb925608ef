import Foundation
import Glibc

/// A disk and a clock that a test breaks and mends under a running process: the test's end of DiskFaults.
///
/// The process is started with `environment`; what is set here holds for all that were, at once.
public final class FaultyDisk: Sendable {
    /// The record, where one is kept: every write to the files concerned, in order.
    public let recordPath: String?

    private let prefix: String
    private let controlPath: String
    private let control: Int32
    private let record: Int32

    private static let controlBytes = 64

    /// A disk that is well.
    ///
    /// - Parameters:
    ///   - prefix: the files concerned: those whose path, symbolic links resolved, starts so.
    ///   - folder: where its own files are kept, outside of `prefix`.
    ///   - isRecording: whether writes are recorded.
    /// - Throws: if its files cannot be made.
    public init(of prefix: String, in folder: String, isRecording: Bool = false) throws {
        self.prefix = prefix
        controlPath = folder + "/disk-faults"
        recordPath = isRecording ? folder + "/disk-record" : nil
        control = open(controlPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard control >= 0, ftruncate(control, off_t(Self.controlBytes)) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
        guard let recordPath else {
            record = -1
            return
        }
        record = open(recordPath, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard record >= 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit {
        close(control)
        if record >= 0 { close(record) }
    }

    /// What the environment of a process says whose disk this is.
    public var environment: [String: String] {
        var variables = [
            "LD_PRELOAD": Self.libraryPath, "DISK_FAULTS_PREFIX": prefix,
            "DISK_FAULTS_CONTROL": controlPath,
        ]
        variables["DISK_FAULTS_RECORD"] = recordPath
        return variables
    }

    /// The library, which was built beside the tests.
    public static var libraryPath: String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests ?? "").deletingLastPathComponent().path() + "libDiskFaults.so"
    }

    /// From now on this goes wrong.
    public func set(_ fault: DiskFault) {
        store(fault.rawValue, at: 0)
    }

    /// From now on the wall clock is wrong by this much.
    public func setClockError(_ error: Duration) {
        let (seconds, attoseconds) = error.components
        store(seconds * 1000 + attoseconds / 1_000_000_000_000_000, at: 8)
    }

    /// Kills the process that makes the `count`th change from now, before it is made.
    public func kill(beforeOperation count: Int64) {
        store(count, at: 32)
    }

    /// How many calls have failed.
    public var faults: Int64 { load(at: 16) }

    /// How many calls changed or synced a file, or tried to.
    public var operations: Int64 { load(at: 24) }

    /// How often the wall clock was asked.
    public var clockReadings: Int64 { load(at: 40) }

    /// The end of the name of the file that was changed or synced last; what a process died at that was killed before an
    /// operation.
    public var lastName: String {
        var bytes = [UInt8](repeating: 0, count: 15)
        pread(control, &bytes, bytes.count, 49)
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Writes into the record that something has happened by now.
    public func mark(_ text: String) {
        guard record >= 0 else { return }
        let data = Array(text.utf8)
        var bytes: [UInt8] = []
        for number in [Self.magic, Self.markKind] { bytes += Self.bytes(of: number) }
        bytes += Self.bytes(of: Int64(0)) + Self.bytes(of: UInt32(0))
        bytes += Self.bytes(of: UInt32(data.count)) + data
        while flock(record, LOCK_EX) != 0, errno == EINTR {}
        Glibc.write(record, bytes, bytes.count)
        flock(record, LOCK_UN)
    }

    private static let magic: UInt32 = 0x3152_4644
    private static let markKind: UInt32 = 7

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private func store(_ number: some FixedWidthInteger, at offset: off_t) {
        let bytes = Self.bytes(of: number)
        pwrite(control, bytes, bytes.count, offset)
    }

    private func load(at offset: off_t) -> Int64 {
        var number: Int64 = 0
        pread(control, &number, MemoryLayout<Int64>.size, offset)
        return Int64(littleEndian: number)
    }
}
