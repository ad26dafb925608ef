import Billets
import Testing

@testable import BilletsWire

@Suite struct LogLevelTests {
    @Test func `Levels stand in the order of how much they let through`() {
        #expect(LogLevel.allCases.sorted() == LogLevel.allCases)
        for level in LogLevel.allCases { #expect(LogLevel(place: level.place) == level) }
    }

    @Test func `A switch turns to debug, and back to what the process was started with`() {
        let levels = LogLevelSwitch(.warning)
        #expect(levels.level == .warning)
        levels.set(levels.turned)
        #expect(levels.level == .debug)
        levels.set(levels.turned)
        #expect(levels.level == .warning)
        // What an administrator has set is left for debug too, and not come back to.
        levels.set(.error)
        #expect(levels.turned == .debug)
        levels.set(.debug)
        #expect(levels.turned == .warning)
    }

    @Test func `A level is read from a request's body, and nothing else is`() throws {
        func read(_ body: String) throws -> LogLevelChange {
            try LogLevelChange(decoding: Array(body.utf8))
        }
        #expect(try read(#"{"level":"debug"}"#) == LogLevelChange(level: .debug, node: nil))
        #expect(
            try read(#"{"level":"info","node":"b"}"#) == LogLevelChange(level: .info, node: "b")
        )
        for body in [
            #"{"level":"loud"}"#, #"{"level":1}"#, "{}", "[]", "", #"{"level":"DEBUG"}"#,
            #"{"level":"debug","node":2}"#,
        ] {
            #expect(throws: Rejection.self) { try read(body) }
        }
    }

    @Test func `Gateways that have not confirmed a level are told apart`() {
        func gateway(_ node: String, _ level: LogLevel?, _ requested: LogLevel?) -> GatewayPresence
        {
            GatewayPresence(
                node: node,
                heardAt: Timestamp(millisecondsSinceEpoch: 0),
                users: [],
                logLevel: level.map { LogLevelReport(level: $0, configured: .info) },
                requestedLogLevel: requested
            )
        }
        let gateways = [
            gateway("a", .debug, nil), gateway("b", .info, .debug), gateway("c", .debug, .info),
            gateway("d", nil, nil), gateway("e", .debug, nil),
        ]
        let outcome = LogLevelOutcome(
            of: .debug,
            at: ["a", "b", "c", "d", "gone"],
            among: gateways
        )
        #expect(
            String(decoding: outcome.encoded(), as: UTF8.self)
                == #"{"level":"debug","confirmed":["a"],"unconfirmed":["b","c","d","gone"]}"#
        )
        #expect(
            String(decoding: [gateways[1], gateways[3]].encodedLogLevels(), as: UTF8.self)
                == #"{"gateways":[{"node":"b","level":"info","configured":"info"},"#
                + #"{"node":"d","level":null,"configured":null}]}"#
        )
    }

    @Test func `What a gateway says of its readiness is read as it was meant`() throws {
        for readiness in [
            Readiness(node: "gateway-1", store: .well, bus: .well, isDraining: false),
            Readiness(
                node: "g",
                store: .unwell("It is \"away\"."),
                bus: .unwell("b"),
                isDraining: true
            ),
        ] {
            #expect(try Readiness(decoding: readiness.encoded()) == readiness)
        }
        #expect(throws: (any Error).self) { try Readiness(decoding: "{}".utf8) }
    }
}
