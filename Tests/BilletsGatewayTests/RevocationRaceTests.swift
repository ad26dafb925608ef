import Billets
import BilletsContracts
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

@testable import BilletsGateway

/// Ends of sessions while a log-in, or a change of an account, is on its way.
@Suite struct RevocationRaceTests {
    private func logIn(_ password: String, at gateway: RunningGateway) async throws
        -> SessionClient.Answer
    {
        let body = #"{"email":"ada@example.com","password":"\#(password)"}"#
        return try await gateway.http.request("POST", "/api/session", body: body)
    }

    private func run(
        _ body: (RunningGateway, WatchedAccounts) async throws -> Void
    ) async throws {
        let store = MemoryStore()
        let accounts = WatchedAccounts(store)
        try await RunningGateway.addAccount("Ada", role: .admin, to: store)
        try await RunningGateway.addAccount("Grace", to: store)
        try await RunningGateway.run(store: store, accounts: accounts) { gateway in
            try await body(gateway, accounts)
        }
    }

    @Test func `Somebody who is disabled while their password is checked does not get in`()
        async throws
    {
        try await run { gateway, accounts in
            accounts.onNextRead { account throws(Rejection) in
                try await accounts.memory.edit(account.user.id, AccountEdit(isDisabled: true))
            }
            let answer = try await logIn(RunningGateway.password, at: gateway)
            try answer.expectProblem(401, "unauthorized")
        }
    }

    @Test func `A password that is replaced while it is checked opens nothing`() async throws {
        let hash = try RunningGateway.cheapHash(of: "another password")
        try await run { gateway, accounts in
            accounts.onNextRead { account throws(Rejection) in
                let edit = AccountEdit(password: .changed(hash: hash))
                try await accounts.memory.edit(account.user.id, edit)
            }
            let answer = try await logIn(RunningGateway.password, at: gateway)
            try answer.expectProblem(401, "unauthorized")
            let other = try await logIn("another password", at: gateway)
            #expect(other.status == 200)
        }
    }

    @Test
    func `An administrator who becomes an agent during a log-in gets the session of an agent`()
        async throws
    {
        try await run { gateway, accounts in
            accounts.onNextRead { account throws(Rejection) in
                try await accounts.memory.edit(account.user.id, AccountEdit(role: .agent))
            }
            let session = try await logIn(RunningGateway.password, at: gateway).json()
            #expect(try session.object("user").text("role") == "agent")
            let token = try session.text("token")
            try await gateway.http.request("GET", "/api/users", token: token)
                .expectProblem(403, "forbidden")
        }
    }

    @Test func `A password that is hashed anew during another log-in keeps nobody out`()
        async throws
    {
        let cost = ScryptParameters(rounds: 4, blockSize: 8, parallelism: 1)
        let hasher = PasswordHasher(parameters: cost)
        let dearer = try await hasher.hash(RunningGateway.password)
        await hasher.shutDown()
        try await run { gateway, accounts in
            accounts.onNextRead { account throws(Rejection) in
                let rehash = PasswordEdit.rehashed(hash: dearer, replacing: account.passwordHash)
                try await accounts.memory.edit(account.user.id, AccountEdit(password: rehash))
            }
            let answer = try await logIn(RunningGateway.password, at: gateway)
            #expect(answer.status == 200)
        }
    }

    @Test func `A session that ends while its change is on the way to the store changes nothing`()
        async throws
    {
        try await run { gateway, accounts in
            for (method, path, body) in [
                ("POST", "/api/tokens", #"{"name":"script"}"#),
                (
                    "POST", "/api/users",
                    #"{"email":"eve@example.com","name":"Eve","password":"password 1","role":"admin"}"#
                ),
                ("PATCH", "/api/users/ID", #"{"role":"admin"}"#),
                (
                    "PUT", "/api/session/password",
                    #"{"currentPassword":"\#(RunningGateway.password)","newPassword":"password 2"}"#
                ),
            ] {
                let session = try await logIn(RunningGateway.password, at: gateway).json()
                let ada = try #require(UserID(try session.object("user").text("id")))
                let grace = try await accounts.memory.account(email: "grace@example.com")?.user.id
                accounts.onNextChange { () async throws(Rejection) in
                    for isDisabled in [true, false] {
                        let edit = AccountEdit(isDisabled: isDisabled)
                        try await accounts.memory.edit(ada, edit)
                    }
                }
                try await gateway.http.request(
                    method,
                    path.replacing("ID", with: "\(try #require(grace))"),
                    token: try session.text("token"),
                    body: body
                ).expectProblem(403, "forbidden", path)
            }
            #expect(try await accounts.memory.accounts().map(\.role) == [.admin, .agent])
            #expect(try await accounts.memory.tokens(of: nil) == [])
        }
    }

    @Test func `An account that changes at each look cannot be logged in to, and says so`()
        async throws
    {
        try await run { gateway, accounts in
            @Sendable func promoteAndDemote(_ account: Account) async throws(Rejection) {
                accounts.onNextRead(promoteAndDemote)
                let role: AccountRole = account.role == .admin ? .agent : .admin
                try await accounts.memory.edit(account.user.id, AccountEdit(role: role))
            }
            accounts.onNextRead(promoteAndDemote)
            try await logIn(RunningGateway.password, at: gateway).expectProblem(503, "unavailable")
        }
    }
}
