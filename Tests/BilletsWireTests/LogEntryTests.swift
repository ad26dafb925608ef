import Billets
import Foundation
import Testing

@testable import BilletsWire

@Suite struct LogEntryTests {
    private static let time = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)

    @Test func `An entry is one line of JSON, with its time in UTC first`() {
        let entry = LogEntry(
            time: Self.time,
            level: .warning,
            logger: "les-billets",
            message: "Waiting for the \"store\"",
            metadata: ["b": .list([.text("1"), .object(["c": .text("2")])]), "a": .text("x")],
            error: "it is away"
        )
        #expect(
            String(decoding: entry.encoded(), as: UTF8.self) == #"""
                {"time":"2026-01-02T03:04:05.678Z","level":"warning","logger":"les-billets","message":"Waiting for the \"store\"","error":"it is away","metadata":{"a":"x","b":["1",{"c":"2"}]}}
                """#
        )
    }

    @Test func `An entry without an error and without metadata has neither`() {
        let entry = LogEntry(time: Self.time, level: .info, logger: "l", message: "m")
        #expect(
            String(decoding: entry.encoded(), as: UTF8.self)
                == #"{"time":"2026-01-02T03:04:05.678Z","level":"info","logger":"l","message":"m"}"#
        )
    }

    @Test(
        "Whatever somebody says stays on its line, and readers of JSON get it as it was",
        arguments: [
            "a\nb\r\n{\"level\":\"forged\"}", "\u{0}\u{1b}[2J\u{7f}\u{85}", "a\u{2028}b\u{2029}c",
            "user\u{202e}nimda\u{2066}", "été 🐌\u{301} – \"quoted\" \\ \\u0041",
            "\u{10FFFF}\u{FFFE}",
            String(repeating: "x\n", count: 5000),
        ]
    )
    func hostile(_ said: String) throws {
        let entry = LogEntry(
            time: Self.time,
            level: .error,
            logger: said,
            message: said,
            metadata: [said: .text(said)],
            error: said
        )
        let bytes = entry.encoded()
        let text = String(decoding: bytes, as: UTF8.self)
        let isOneLine = text.unicodeScalars.allSatisfy { !$0.endsOrMovesWithinLine }
        #expect(isOneLine)
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        )
        for key in ["logger", "message", "error"] {
            #expect((read[key] as? String).map { Array($0.utf8) } == Array(said.utf8))
        }
        #expect(
            (read["metadata"] as? [String: String])?.values.first?.utf8.elementsEqual(said.utf8)
                == true
        )
        #expect(read["level"] as? String == "error")
    }

    @Test func `Metadata that lies too deep is left out, and the line is JSON all the same`() throws
    {
        let deep = (0..<50).reduce(LogValue.text("bottom")) { value, _ in .object(["in": value]) }
        let entry = LogEntry(
            time: Self.time,
            level: .info,
            logger: "l",
            message: "m",
            metadata: ["deep": deep]
        )
        let text = String(decoding: entry.encoded(), as: UTF8.self)
        #expect(!text.contains("bottom"))
        #expect(text.contains("null"))
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }
}
