import Billets
import BilletsLoad
import BilletsWire
import Foundation
import Logging
import Testing

@testable import BilletsGateway

@Suite("The level of the logs, over HTTP")
struct LogLevelRouteTests {
    private let store = MemoryStore()

    private func run(
        _ node: String,
        _ levels: LogLevelSwitch,
        _ body: (RunningGateway) async throws -> Void
    ) async throws {
        try await RunningGateway.addAccount("Root", role: .admin, to: store)
        try await RunningGateway.run(
            store: store,
            node: node,
            configure: { $0.logLevel = levels },
            body
        )
    }

    @Test("Administrators read and change the level of every gateway, or of one by its name")
    func change() async throws {
        let (first, second) = (LogLevelSwitch(.warning), LogLevelSwitch(.info))
        try await run("a", first) { gateway in
            try await run("b", second) { _ in
                let admin = try await gateway.token(for: "Root", in: store)
                func put(_ body: String) async throws -> SessionClient.Answer {
                    try await gateway.http.request(
                        "PUT",
                        "/api/log-level",
                        token: admin,
                        body: body
                    )
                }
                let all = try await put(#"{"level":"debug"}"#)
                #expect(all.status == 200)
                #expect(all.body == #"{"level":"debug","confirmed":["a","b"],"unconfirmed":[]}"#)
                #expect([first.level, second.level] == [.debug, .debug])

                let one = try await put(#"{"level":"trace","node":"b"}"#)
                #expect(one.body == #"{"level":"trace","confirmed":["b"],"unconfirmed":[]}"#)
                #expect([first.level, second.level] == [.debug, .trace])

                let read = try await gateway.http.request("GET", "/api/log-level", token: admin)
                #expect(
                    read.body
                        == #"{"gateways":[{"node":"a","level":"debug","configured":"warning"},"#
                        + #"{"node":"b","level":"trace","configured":"info"}]}"#
                )

                let unknown = try await put(#"{"level":"debug","node":"c"}"#)
                #expect(unknown.status == 404)
                #expect(unknown.body.contains("a, b"))
                let wrong = try await put(#"{"level":"loud"}"#)
                #expect(wrong.status == 400)
                #expect(
                    wrong.body.contains("trace, debug, info, notice, warning, error, critical")
                )
                #expect([first.level, second.level] == [.debug, .trace])
            }
        }
    }

    @Test("Nobody else does")
    func others() async throws {
        let levels = LogLevelSwitch(.info)
        try await run("a", levels) { gateway in
            let agent = try await gateway.token(for: "Ada", in: store)
            for (token, status) in [(agent, 403), (nil, 401)] {
                let body = #"{"level":"trace"}"#
                let change = try await gateway.http.request(
                    "PUT",
                    "/api/log-level",
                    token: token,
                    body: body
                )
                #expect(change.status == status)
                let read = try await gateway.http.request("GET", "/api/log-level", token: token)
                #expect(read.status == status)
            }
            #expect(levels.level == .info)
        }
    }
}
