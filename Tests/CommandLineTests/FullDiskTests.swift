import BilletsLoad
import BilletsProcesses
import Foundation
import Testing

@Suite struct FullDiskTests {
    @Test
    func `On a full disk people log in, guesses are counted, and nobody is sent to the server`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            try await TemporaryFolder.with { tools in
                let disk = try FaultyDisk(of: folder + "/t.db", in: tools)
                let program = BuiltProgram().with(disk.environment)
                _ = try await program.serve(
                    "serve",
                    "--listen",
                    "127.0.0.1:0",
                    "--demo",
                    "--log-in-attempts",
                    "4",
                    "--database",
                    folder + "/t.db"
                ) { url in
                    let http = SessionClient(url: url)
                    let first = try await Self.logIn(http)
                    #expect(first.status == 200)
                    let found = first.body.firstMatch(of: /"token":"([^"]+)"/)?.1
                    let token = String(try #require(found))
                    #expect(try await http.request("GET", "/readyz").status == 200)
                    disk.set(.full)
                    #expect(try await Self.create(http, token).status == 503)
                    // At once: whoever was refused need not wait for the next report.
                    let readiness = try await http.request("GET", "/readyz")
                    #expect(readiness.status == 503)
                    #expect(readiness.body.contains("full"))
                    for _ in 1...2 { #expect(try await Self.logIn(http).status == 200) }
                    var statuses: [Int] = []
                    for _ in 1...5 {
                        statuses.append(try await Self.logIn(http, password: "guess").status)
                    }
                    #expect(statuses == [401, 401, 401, 401, 429])
                    let refusal = try await http.request("DELETE", "/api/session", token: token)
                    #expect(refusal.status == 503)
                    #expect(refusal.body.contains("full"))
                    disk.set(.none)
                    #expect(try await Self.create(http, token).status == 201)
                    // Passwords guessed meanwhile count.
                    #expect(try await Self.logIn(http).status == 429)
                }
            }
        }
    }

    private static func logIn(
        _ http: SessionClient,
        password: String = "demo-password"
    ) async throws -> SessionClient.Answer {
        let body = #"{"email":"ada@example.com","password":"\#(password)"}"#
        return try await http.request("POST", "/api/session", body: body)
    }

    private static func create(
        _ http: SessionClient,
        _ token: String
    ) async throws -> SessionClient.Answer {
        try await http.request("POST", "/api/tickets", token: token, body: #"{"title":"Full"}"#)
    }
}
