import Billets
import BilletsContracts
import BilletsDrills
import BilletsLoad
import BilletsProcesses
import BilletsWire
import Foundation
import Testing

/// Log-ins in flight at three gateways while something ends all sessions of their account, under load and with wall clocks
/// that are set.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SessionRevocationTests {
    /// Log-ins of one account that are in flight at each gateway.
    private static let logInsPerGateway = 2

    /// The requests after which a token that is still good is taken to be good for ever.
    private static let requestsMaximum = 2_000

    /// A change of an account that ends its sessions, and what its owner can do then.
    private struct End {
        let patch: String
        let clockError: Duration
        let password: String?
    }

    @Test(arguments: ["shared", "remote"])
    func `No log-in in flight outlives the end of its account's sessions`(_ store: String)
        async throws
    {
        let folder = try ScratchFolder()
        let tools = try ScratchFolder()
        defer { withExtendedLifetime((folder, tools)) {} }
        let clock = try FaultyDisk(of: folder.path + "/tickets.db", in: tools.path)
        try await RunningCluster.with(
            gateways: 3,
            store: store,
            folder: folder.path,
            environment: clock.environment
        ) { cluster in
            let gateways = try await cluster.status.gateways.map {
                SessionClient(url: $0.member.url)
            }
            let admin = try await cluster.logIn("ada")
            let busy = try await cluster.client(admin, onGateway: 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        _ = try await busy.command(.createTicket(TicketDraft(title: "Load")))
                    }
                }
                for end in [
                    End(patch: #"{"disabled":true}"#, clockError: .zero, password: nil),
                    End(
                        patch: #"{"role":"admin"}"#,
                        clockError: .seconds(7200),
                        password: "one 12345"
                    ),
                    End(
                        patch: #"{"password":"two 12345"}"#,
                        clockError: .seconds(-7200),
                        password: "two 12345"
                    ),
                ] {
                    try await check(end, clock, gateways, admin)
                }
                group.cancelAll()
            }
        }
    }

    private func check(
        _ end: End,
        _ clock: FaultyDisk,
        _ gateways: [SessionClient],
        _ admin: String
    ) async throws {
        let email = "user-\(UUID().uuidString.lowercased())@example.com"
        let draft = #"{"email":"\#(email)","name":"Linus","password":"one 12345"}"#
        let id = try await gateways[0].request("POST", "/api/users", token: admin, body: draft)
            .json().text("id")
        var tokens = [try await logIn(email, "one 12345", at: gateways[1]).json().text("token")]
        tokens += try await withThrowingTaskGroup(of: SessionClient.Answer.self) { group in
            for gateway in gateways {
                for _ in 0..<Self.logInsPerGateway {
                    group.addTask { try await logIn(email, "one 12345", at: gateway) }
                }
            }
            // One is in; the others are on their way.
            var answers = [try await group.next()].compactMap(\.self)
            clock.setClockError(end.clockError)
            let patched = try await gateways[2].request(
                "PATCH",
                "/api/users/\(id)",
                token: admin,
                body: end.patch
            )
            #expect(patched.status == 200)
            for try await answer in group { answers.append(answer) }
            let statuses = Set(answers.map(\.status))
            #expect(statuses.isSubset(of: [200, 401, 503]), "\(statuses)")
            // Sessions of the role before it; those that began after the change are as good as any.
            return try answers.filter { $0.status == 200 }
                .filter { try $0.json().object("user").text("role") == "agent" }
                .map { try $0.json().text("token") }
        }
        for token in tokens {
            for gateway in gateways { try await expectDead(token, at: gateway) }
        }
        guard let password = end.password else { return }
        let token = try await logIn(email, password, at: gateways[0]).json().text("token")
        for gateway in gateways {
            let answer = try await gateway.request("GET", "/api/session", token: token)
            #expect(answer.status == 200)
        }
    }

    private func logIn(
        _ email: String,
        _ password: String,
        at gateway: SessionClient
    ) async throws -> SessionClient.Answer {
        let body = #"{"email":"\#(email)","password":"\#(password)"}"#
        return try await gateway.request("POST", "/api/session", body: body)
    }

    /// Waits until a token is refused: the news may still be on its way, and there is no signal for it.
    private func expectDead(_ token: String, at gateway: SessionClient) async throws {
        for _ in 0..<Self.requestsMaximum {
            let answer = try await gateway.request("GET", "/api/session", token: token)
            if answer.status == 401 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("A token has outlived the end of its account's sessions.")
    }
}
