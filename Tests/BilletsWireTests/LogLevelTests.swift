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
        #expect(try LogLevel(decoding: Array(#"{"level":"debug"}"#.utf8)) == .debug)
        for body in [#"{"level":"loud"}"#, #"{"level":1}"#, "{}", "[]", "", #"{"level":"DEBUG"}"#] {
            #expect(throws: Rejection.self) { try LogLevel(decoding: Array(body.utf8)) }
        }
        let levels = LogLevelSwitch(.info)
        levels.set(.trace)
        #expect(
            String(decoding: levels.encoded(), as: UTF8.self)
                == #"{"level":"trace","configured":"info"}"#
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
