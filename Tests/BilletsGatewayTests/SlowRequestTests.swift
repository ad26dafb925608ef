import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import Foundation
import NIOCore
import NIOPosix
import Testing

/// Clients that begin a request and do not end it.
///
/// With LES_BILLETS_SLOW_TESTS set, as by deploy/test-slow, they are held for a whole minute.
@Suite("Slow requests")
struct SlowRequestTests {
    private static let isThorough =
        ProcessInfo.processInfo.environment["LES_BILLETS_SLOW_TESTS"] != nil
    private static let headSeconds = isThorough ? 60 : 4
    private static let pauseBetweenCommands: Duration =
        isThorough ? .milliseconds(250) : .milliseconds(20)

    @Test("5,000 half-open connections disturb nobody, and are all closed when their time is over")
    func halfOpen() async throws {
        try Descriptors.raiseLimit()
        let store = MemoryStore()
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.headSecondsMaximum = Self.headSeconds
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            // Both log in beforehand: what is held back must not be what makes them wait.
            let token = try await gateway.token(for: "Ada", in: store)
            let before = try Descriptors.open()
            let crowd = try await HalfOpenCrowd.gather(5000, port: gateway.port)
            let isOver = Flag()
            async let ended: Void = crowd.waitUntilClosed(isOver)
            let who = try await gateway.http.request("GET", "/api/session", token: token)
            #expect(who.status == 200)
            let ada = try await gateway.client("Ada", in: store)
            let grace = try await gateway.client("Grace", in: store)
            try await grace.getTickets()
            var created = 0
            while !isOver.isSet || created == 0 {
                let draft = TicketDraft(title: "Undisturbed \(created)")
                #expect(try await ada.command(.createTicket(draft)).revision != nil)
                created += 1
                // So that the board stays small; nothing is waited for.
                try await Task.sleep(for: Self.pauseBetweenCommands)
            }
            await ended
            try await grace.wait("every event") { [created] in $0.events.count == created }
            #expect(grace.observation.discrepancies == [])
            #expect(!ada.observation.hasEnded && !grace.observation.hasEnded)
            #expect(crowd.answers == ["HTTP/1.1 408 Request Timeout"])
            try await Descriptors.wait(until: { $0 <= before + 32 })
        }
    }

    @Test("A body that does not end is given up, and answered with 408")
    func body() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.bodySecondsMaximum = 1
        }
        try await RunningGateway.run(configure: configure) { gateway in
            let connection = try await RawConnection.open(
                port: gateway.port,
                saying:
                    "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{"
            )
            #expect(try await connection.answer().isLastProblem(408, "timeout"))
            #expect(await connection.rest().isEmpty)
        }
    }

    @Test("A later request of a connection has its time, too, and so has the pause before it")
    func later() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.headSecondsMaximum = 1
            configuration.connections.idleSecondsMaximum = 2
        }
        try await RunningGateway.run(configure: configure) { gateway in
            let request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
            let idle = try await RawConnection.open(port: gateway.port, saying: request)
            let slow = try await RawConnection.open(port: gateway.port, saying: request, "GET /hea")
            for connection in [slow, idle] {
                #expect(try await connection.answer().status == 200)
            }
            #expect(try await slow.answer().isLastProblem(408, "timeout"))
            #expect(await slow.rest().isEmpty)
            #expect(await idle.rest().isEmpty)
        }
    }

    @Test("A connection that says nothing at all is closed without a word")
    func silent() async throws {
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.headSecondsMaximum = 1
        }
        try await RunningGateway.run(configure: configure) { gateway in
            let connection = try await RawConnection.open(port: gateway.port)
            #expect(await connection.rest().isEmpty)
        }
    }

    @Test("A socket is no slow request: it stays")
    func sockets() async throws {
        let store = MemoryStore()
        func configure(_ configuration: inout GatewayConfiguration) {
            configuration.connections.headSecondsMaximum = 1
            configuration.connections.idleSecondsMaximum = 1
        }
        try await RunningGateway.run(store: store, configure: configure) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            let silent = try await RawConnection.open(port: gateway.port)
            _ = await silent.rest()
            try await ada.command(.createTicket(TicketDraft(title: "Still here")))
            #expect(!ada.observation.hasEnded)
        }
    }
}
