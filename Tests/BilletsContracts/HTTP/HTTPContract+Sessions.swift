import BilletsLoad
import Testing

extension HTTPContract {
    /// Passwords, sessions and API tokens.
    static let sessions: [HTTPCheck] = [
        HTTPCheck("Another password ends every other session, and opens one") { api in
            let (_, email) = try await api.newAccount()
            let one = try await api.logIn(email).json().text("token")
            let two = try await api.logIn(email).json().text("token")
            let change = #"{"currentPassword":"password 1","newPassword":"password 2"}"#
            let answer = try await api.client.request(
                "PUT",
                "/api/session/password",
                token: one,
                body: change
            )
            #expect(answer.status == 200)
            let token = try answer.json().text("token")
            #expect(answer.headers["set-cookie"]?.hasPrefix("billets_session=\(token); ") == true)
            try await api.expectDead(one)
            try await api.expectDead(two)
            let who = try await api.client.request("GET", "/api/session", token: token)
            #expect(who.status == 200)
            try await api.logIn(email).expectProblem(401, "unauthorized")
            #expect(try await api.logIn(email, "password 2").status == 200)
        },
        HTTPCheck("Who does not know the present password does not get another") { api in
            let (_, email) = try await api.newAccount()
            let token = try await api.logIn(email).json().text("token")
            for (body, status, code) in [
                (#"{"currentPassword":"wrong","newPassword":"password 2"}"#, 403, "forbidden"),
                (
                    #"{"currentPassword":"password 1","newPassword":"short"}"#, 422,
                    "invalid_message"
                ),
                (#"{"currentPassword":"password 1"}"#, 400, "invalid_message"),
                ("", 400, "invalid_message"),
            ] {
                let answer = try await api.client.request(
                    "PUT",
                    "/api/session/password",
                    token: token,
                    body: body
                )
                try answer.expectProblem(status, code, body)
            }
            #expect(try await api.logIn(email).status == 200)
        },
        HTTPCheck("Nobody registers where registration is off") { api in
            let body = #"{"email":"\#(newEmail())","name":"A","password":"password 1"}"#
            let answer = try await api.client.request("POST", "/api/registration", body: body)
            try answer.expectProblem(403, "forbidden")
            let state = try await api.client.request("GET", "/api/registration")
            #expect(try !state.json().flag("open"))
        },
        HTTPCheck(
            "An API token is shown once, does what its owner may do, and is dead when it is removed"
        ) {
            api in
            let answer = try await api.ask(
                "POST",
                "/api/tokens",
                body: #"{"name":" script ","expiresInDays":30}"#
            )
            #expect(answer.status == 201)
            let made = try answer.json()
            let secret = try made.text("token")
            #expect(secret.hasPrefix("lesbillets_") && secret.count == 54)
            #expect(try made.text("name") == "script")
            #expect(!made.isNull("expiresAt"))
            let list = try await api.ask("GET", "/api/tokens")
            #expect(!list.body.contains(secret))
            #expect(
                try list.json().objects("tokens").contains { try $0.text("id") == made.text("id") }
            )

            func ask(_ method: String, _ path: String, _ body: String? = nil) async throws
                -> SessionClient.Answer
            {
                try await api.client.request(method, path, token: secret, body: body)
            }
            let who = try await ask("GET", "/api/session").json()
            #expect(try who.object("user").text("id") == api.agent.id)
            #expect(
                try await ask("POST", "/api/tickets", #"{"title":"By a script"}"#).status == 201
            )
            try await ask("GET", "/api/users").expectProblem(403, "forbidden")
            try await ask("POST", "/api/tokens", #"{"name":"another"}"#)
                .expectProblem(403, "forbidden")
            try await ask("DELETE", "/api/session").expectProblem(403, "forbidden")
            let change = #"{"currentPassword":"x","newPassword":"password 2"}"#
            try await ask("PUT", "/api/session/password", change).expectProblem(403, "forbidden")

            let path = "/api/tokens/\(try made.text("id"))"
            try await api.ask("DELETE", path, as: api.other).expectProblem(404, "not_found")
            #expect(try await api.ask("DELETE", path).status == 204)
            try await api.expectDead(secret)
            try await api.ask("DELETE", path).expectProblem(404, "not_found")
        },
        HTTPCheck("An API token without an end says so, and an administrator removes anybody's") {
            api in
            let made = try await api.ask("POST", "/api/tokens", body: #"{"name":"for ever"}"#)
                .json()
            #expect(made.isNull("expiresAt"))
            let secret = try made.text("token")
            let who = try await api.client.request("GET", "/api/session", token: secret).json()
            #expect(who.isNull("expiresAt"))
            let path = "/api/tokens/\(try made.text("id"))"
            #expect(try await api.ask("DELETE", path, as: api.admin).status == 204)
            try await api.expectDead(secret)
        },
        HTTPCheck("What is no API token is not made, and no made-up one opens the door") { api in
            for (body, status) in [
                ("{}", 400), (#"{"name":1}"#, 400), (#"{"name":"x","expiresInDays":0}"#, 400),
                (#"{"name":"x","expiresInDays":3651}"#, 400),
                (#"{"name":"x","expiresInDays":1.5}"#, 400), (#"{"name":" "}"#, 422),
            ] {
                try await api.ask("POST", "/api/tokens", body: body)
                    .expectProblem(status, "invalid_message", body)
            }
            for token in ["lesbillets_", "lesbillets_" + String(repeating: "A", count: 43)] {
                let who = try await api.client.request("GET", "/api/session", token: token)
                try who.expectProblem(401, "unauthorized")
            }
        },
    ]
}

extension HTTPUnderTest {
    /// Logs somebody in.
    func logIn(_ email: String, _ password: String = "password 1") async throws
        -> SessionClient.Answer
    {
        let body = #"{"email":"\#(email)","password":"\#(password)"}"#
        return try await client.request("POST", "/api/session", body: body)
    }

    /// Makes an account with the password `password 1`; answers its id and address.
    func newAccount() async throws -> (id: String, email: String) {
        let email = HTTPContract.newEmail()
        let body = #"{"email":"\#(email)","name":"Somebody","password":"password 1"}"#
        let answer = try await ask("POST", "/api/users", as: admin, body: body)
        return (try answer.json().text("id"), email)
    }

    /// Waits until a token is worth nothing on this server, to which the news may still be on its way: there is
    /// no signal for it.
    func expectDead(_ token: String, sourceLocation: SourceLocation = #_sourceLocation) async throws
    {
        for _ in 0..<100_000 {
            let answer = try await client.request("GET", "/api/session", token: token)
            if answer.status == 401 { return }
            try #require(
                answer.status == 200 || answer.status == 429,
                sourceLocation: sourceLocation
            )
        }
        Issue.record("The token is still good.", sourceLocation: sourceLocation)
    }
}
