import Billets
import BilletsLoad
import BilletsWire
import Foundation
import Logging
import Synchronization
import Testing

@testable import les_billets

@Suite(.timeLimit(.minutes(3))) struct JSONLogTests {
    @Test func `The levels of the log are those of swift-log`() {
        #expect(LogLevel.allCases.map(\.rawValue) == Logger.Level.allCases.map(\.rawValue))
        for level in LogLevel.allCases { #expect(LogLevel(Logger.Level(level)) == level) }
    }

    @Test
    func
        `A logger's metadata, its provider's and the entry's are in the line, the nearest one wins`()
    {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "a") { label in
            JSONLogHandler(
                label: label,
                levels: LogLevelSwitch(.info),
                metadataProvider: Logger.MetadataProvider { ["trace": "t", "x": "provider"] },
                clock: WallClock { .init(millisecondsSinceEpoch: 0) },
                write: { line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                }
            )
        }
        logger[metadataKey: "x"] = "logger"
        logger[metadataKey: "node"] = "n"
        logger.info("m", metadata: ["list": ["1", ["k": "v"]]])
        logger.debug("unheard")
        #expect(
            lines.withLock { $0 } == [
                #"{"time":"1970-01-01T00:00:00.000Z","level":"info","logger":"a","message":"m","metadata":{"list":["1",{"k":"v"}],"node":"n","trace":"t","x":"provider"}}"#
            ]
        )
    }

    @Test func `All copies of a logger follow the level of the process, but one that has its own`()
    {
        let log = ProcessLog(.text, level: .info)
        let copy = log.logger
        var own = log.logger
        own.logLevel = .critical
        log.levels.set(.trace)
        #expect(copy.logLevel == .trace)
        #expect(own.logLevel == .critical)
    }

    @Test
    func `With the format json, every line of a server's log is an object, whatever clients say`()
        async throws
    {
        let program = BuiltProgram()
            .with(["LES_BILLETS_LOG_FORMAT": "json", "LES_BILLETS_LOG_LEVEL": "debug"])
        let outcome = try await program.serve(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--database",
            ":memory:",
            "--demo"
        ) { line in
            // Standard output and standard error may go to one file: the address is an entry, too.
            let entry = try #require(try Self.entries(line).first)
            let metadata = try #require(entry["metadata"] as? [String: String])
            let http = SessionClient(url: try #require(metadata["url"]))
            let plain = try await http.request(
                "GET",
                "/api/none?q=secret-words",
                headers: [("X-Request-Id", "desk-4711")]
            )
            #expect(plain.headers["x-request-id"] == "desk-4711")
            for forged in [String(repeating: "x", count: 129), "a b", "{\"x\":1}"] {
                let answer = try await http.request(
                    "GET",
                    "/api/%0A%22forged",
                    headers: [("X-Request-Id", forged)]
                )
                let id = try #require(answer.headers["x-request-id"])
                #expect(id != forged && !id.isEmpty)
            }
        }
        #expect(outcome.status == 0)
        let entries = try Self.entries(outcome.output + outcome.error)
        #expect(outcome.complaints.allSatisfy { $0.utf8.count < 2048 }, "an entry is too long")
        #expect(!outcome.error.contains("Configuration("), "the configuration is in the log")
        #expect(entries.allSatisfy { $0["time"] is String && $0["message"] is String })
        let request = try #require(
            entries.first {
                ($0["metadata"] as? [String: Any])?["hb.request.id"] as? String == "desk-4711"
            }
        )
        let metadata = try #require(request["metadata"] as? [String: String])
        #expect(request["level"] as? String == "debug")
        #expect(metadata["method"] == "GET")
        #expect(metadata["path"] == "/api/none")
        #expect(metadata["status"] == "404")
        #expect(Double(metadata["milliseconds"] ?? "") != nil)
        #expect(!outcome.error.contains("secret-words"))
    }

    @Test func `Long texts of metadata are cut`() {
        let long = String(repeating: "x", count: 5000)
        let bounded = SingleLineLogHandler.bounded(long)
        #expect(bounded.count == SingleLineLogHandler.valueCharactersMaximum + 1)
        #expect(bounded.hasSuffix("…"))
        #expect(SingleLineLogHandler.bounded("short") == "short")
    }

    @Test func `The reason why a command ends is an object, too`() async throws {
        let outcome = try await BuiltProgram()
            .run("store", "--log-format", "json", "--database", "/nowhere/a.db")
        #expect(outcome.status == 1)
        let entries = try Self.entries(outcome.error)
        #expect(entries.last?["level"] as? String == "critical")
        #expect((entries.last?["message"] as? String)?.contains("LES_BILLETS_STORE_SECRET") == true)
    }

    @Test func `A format that is none is refused`() async throws {
        try await BuiltProgram().run("serve", "--log-format", "xml")
            .expectComplaint("write text or json", status: 64)
        try await BuiltProgram().with(["LES_BILLETS_LOG_FORMAT": "xml"]).run("serve")
            .expectComplaint("LES_BILLETS_LOG_FORMAT", "write text or json")
    }

    /// The objects that the lines of a log are.
    static func entries(_ log: String) throws -> [[String: Any]] {
        try log.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(object as? [String: Any], "\(line)")
        }
    }
}
