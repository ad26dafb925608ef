import Foundation
import Testing

@testable import les_billets

@Suite struct LogFileTests {
    @Test func `A full file becomes the older of two, and the oldest is dropped`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.log"
            var log = try LogFile(path: path)
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: LogFile.bytesMaximum / 2)
            for _ in 0..<5 { log.append(piece) }
            #expect(try Self.size(path) == piece.count)
            #expect(try Self.size(path + ".1") == 2 * piece.count)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        }
    }

    @Test func `A new start keeps what the process said before`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.log"
            do {
                var log = try LogFile(path: path)
                log.append(Array("first\n".utf8))
            }
            var log = try LogFile(path: path)
            log.append(Array("one\ntwo\nthree\n".utf8))
            #expect(LogFile.lastLines(of: path, count: 2) == ["two", "three"])
            #expect(LogFile.lastLines(of: path + ".1", count: 2) == ["first"])
        }
    }

    @Test func `A process that is started again goes on with its log, within the same bound`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.log"
            do {
                var log = try LogFile(path: path)
                log.append(Array("first\n".utf8))
            }
            var log = try LogFile(path: path, continues: true)
            log.append(Array("second\n".utf8))
            #expect(LogFile.lastLines(of: path, count: 9) == ["first", "second"])
            log.append([UInt8](repeating: UInt8(ascii: "x"), count: LogFile.bytesMaximum))
            #expect(LogFile.lastLines(of: path + ".1", count: 9) == ["first", "second"])
        }
    }

    private static func size(_ path: String) throws -> Int {
        try Data(contentsOf: URL(filePath: path)).count
    }
}
