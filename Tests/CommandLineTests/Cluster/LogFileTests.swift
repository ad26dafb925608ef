import Foundation
import Testing

@testable import les_billets

@Suite struct LogFileTests {
    @Test func `A full file becomes the older of two, and the oldest is dropped`() async throws {
        try await TemporaryFolder.with { folder async throws in
            let path = folder + "/a.log"
            var log = LogFile(path: path)
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: LogFile.bytesMaximum / 2)
            for _ in 0..<5 {
                let change = log.append(piece)
                #expect(change == nil)
            }
            #expect(try Self.size(path) == piece.count)
            #expect(try Self.size(path + ".1") == 2 * piece.count)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        }
    }

    @Test func `A new start keeps what the process said before`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.log"
            do {
                var log = LogFile(path: path)
                _ = log.append(Array("first\n".utf8))
            }
            var log = LogFile(path: path)
            _ = log.append(Array("one\ntwo\nthree\n".utf8))
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
                var log = LogFile(path: path)
                _ = log.append(Array("first\n".utf8))
            }
            var log = LogFile(path: path, continues: true)
            _ = log.append(Array("second\n".utf8))
            #expect(LogFile.lastLines(of: path, count: 9) == ["first", "second"])
            _ = log.append([UInt8](repeating: UInt8(ascii: "x"), count: LogFile.bytesMaximum))
            #expect(LogFile.lastLines(of: path + ".1", count: 9) == ["first", "second"])
        }
    }

    @Test func `What a full disk does not take is dropped, and said once`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.log"
            // full(4): every write says that there is no space.
            try FileManager.default.createSymbolicLink(
                atPath: path,
                withDestinationPath: "/dev/full"
            )
            var log = LogFile(path: path, continues: true)
            #expect(log.append(Array("lost\n".utf8)) == .fails(ENOSPC))
            #expect(log.append(Array("lost, too\n".utf8)) == nil)
        }
    }

    @Test func `What is dropped does not count: the older file stays`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/a.log"
            try FileManager.default.createSymbolicLink(
                atPath: path,
                withDestinationPath: "/dev/full"
            )
            try "older".write(toFile: path + ".1", atomically: true, encoding: .utf8)
            var log = LogFile(path: path, continues: true)
            let half = [UInt8](repeating: UInt8(ascii: "x"), count: LogFile.bytesMaximum / 2)
            for _ in 0..<5 { _ = log.append(half) }
            #expect(LogFile.lastLines(of: path + ".1", count: 1) == ["older"])
        }
    }

    @Test func `A log whose file cannot be made drops lines until it can`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/logs/a.log"
            var log = LogFile(path: path)
            #expect(log.append(Array("lost\n".utf8)) == .fails(ENOENT))
            #expect(log.append(Array("lost\n".utf8)) == nil)
            try FileManager.default.createDirectory(
                atPath: folder + "/logs",
                withIntermediateDirectories: true
            )
            #expect(log.append(Array("kept\n".utf8)) == .works)
            #expect(LogFile.lastLines(of: path, count: 9) == ["kept"])
        }
    }

    private static func size(_ path: String) throws -> Int {
        try Data(contentsOf: URL(filePath: path)).count
    }
}
