import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import Foundation
import Logging
import Testing

@testable import BilletsGateway

@Suite("The level of the log, over HTTP")
struct LogLevelRouteTests {
    private func configure(_ levels: LogLevelSwitch) -> (inout GatewayConfiguration) -> Void {
        { $0.logLevel = levels }
    }

    @Test("Administrators read and change the level of this gateway, which its logger then has")
    func change() async throws {
        let store = MemoryStore()
        let levels = LogLevelSwitch(.warning)
        try await RunningGateway.addAccount("Root", role: .admin, to: store)
        try await RunningGateway.run(store: store, configure: configure(levels)) { gateway in
            let admin = try await gateway.token(for: "Root", in: store)
            let read = try await gateway.http.request("GET", "/api/log-level", token: admin)
            #expect(read.body == #"{"level":"warning","configured":"warning"}"#)
            let changed = try await gateway.http.request(
                "PUT",
                "/api/log-level",
                token: admin,
                body: #"{"level":"debug"}"#
            )
            #expect(changed.status == 200)
            #expect(changed.body == #"{"level":"debug","configured":"warning"}"#)
            #expect(levels.level == .debug)
            let wrong = try await gateway.http.request(
                "PUT",
                "/api/log-level",
                token: admin,
                body: #"{"level":"loud"}"#
            )
            #expect(wrong.status == 400)
            #expect(wrong.body.contains("trace, debug, info, notice, warning, error, critical"))
            #expect(levels.level == .debug)
        }
    }

    @Test("Nobody else does")
    func others() async throws {
        let store = MemoryStore()
        let levels = LogLevelSwitch(.info)
        try await RunningGateway.run(store: store, configure: configure(levels)) { gateway in
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
