import Foundation
import Glibc

/// All that a run did to its files, in order.
struct DiskRecord {
    /// What was done.
    private(set) var operations: [DiskOperation] = []

    private static let magic: UInt32 = 0x3152_4644
    private static let headBytes = 24

    /// Reads what DiskFaults wrote to `path`; see struct disk_faults_record.
    init(path: String) throws {
        let bytes = try Array(Data(contentsOf: URL(filePath: path)))
        var place = 0
        while place + Self.headBytes <= bytes.count {
            let number: (Int) -> Int = { start in
                (0..<4).reduce(0) { $0 | Int(bytes[place + start + $1]) << (8 * $1) }
            }
            guard number(0) == Int(Self.magic) else { throw Trouble("no record at byte \(place)") }
            let (kind, offset) = (number(4), number(8) | number(12) << 32)
            let pathStart = place + Self.headBytes
            let dataStart = pathStart + number(16)
            let end = dataStart + number(20)
            // A process that was killed may have left half a record: the last.
            guard end <= bytes.count else { return }
            let name = String(decoding: bytes[pathStart..<dataStart], as: UTF8.self)
            let data = Array(bytes[dataStart..<end])
            operations.append(try Self.operation(kind, name, offset, data))
            place = end
        }
    }

    private static func operation(
        _ kind: Int,
        _ path: String,
        _ offset: Int,
        _ data: [UInt8]
    ) throws -> DiskOperation {
        switch kind {
        case 1: .open(path, empties: Int32(offset) & O_TRUNC != 0)
        case 2: .write(path, at: offset, data)
        case 3: .truncate(path, to: offset)
        case 4: .unlink(path)
        case 5: .rename(path, to: String(decoding: data, as: UTF8.self))
        case 6: .sync(path)
        case 7: .mark(String(decoding: data, as: UTF8.self))
        default: throw Trouble("a record of kind \(kind)")
        }
    }
}
