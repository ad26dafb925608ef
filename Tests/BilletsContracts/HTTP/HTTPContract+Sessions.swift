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
        HTTPCheck("An API token may do what its scopes say, and no more") { api in
            func status(_ method: String, _ path: String, _ token: String) async throws -> Int {
                let body = method == "GET" ? nil : #"{"title":"By a script"}"#
                return try await api.client.request(method, path, token: token, body: body).status
            }
            for (scopes, reads, writes) in [
                (#"["read"]"#, 200, 403), (#"["write"]"#, 403, 201),
                (#"["write","read"]"#, 200, 201),
            ] {
                let token = try await api.newToken(#"{"name":"x","scopes":\#(scopes)}"#).token
                for path in [
                    "/api/tickets", "/api/session", "/api/assignees", "/api/events?after=0",
                ] {
                    #expect(try await status("GET", path, token) == reads, "\(scopes) \(path)")
                }
                #expect(try await status("POST", "/api/tickets", token) == writes, "\(scopes)")
            }
            for body in [
                #"{"name":"x","scopes":[]}"#, #"{"name":"x","scopes":["king"]}"#,
                #"{"name":"x","scopes":"read"}"#, #"{"name":"x","scopes":["read","king"]}"#,
                #"{"name":"x","scopes":null}"#,
            ] {
                try await api.ask("POST", "/api/tokens", body: body)
                    .expectProblem(400, "invalid_message", body)
            }
            try await api.ask("POST", "/api/tokens", body: #"{"name":"x","scopes":["admin"]}"#)
                .expectProblem(422, "invalid_message")
        },
        HTTPCheck("No API token of an administrator changes accounts, passwords or tokens") { api in
            let plain = try await api.newToken(#"{"name":"x"}"#, as: api.admin).token
            let all = #"{"name":"x","scopes":["read","write","admin"]}"#
            let (id, token) = try await api.newToken(all, as: api.admin)
            try await api.client.request("GET", "/api/users", token: plain)
                .expectProblem(403, "forbidden")
            for path in ["/api/users", "/api/gateways", "/api/session"] {
                #expect(try await api.client.request("GET", path, token: token).status == 200)
            }
            let draft = #"{"email":"\#(newEmail())","name":"A","password":"password 1"}"#
            let password = #"{"password":"password 2"}"#
            let change = #"{"currentPassword":"password 1","newPassword":"password 2"}"#
            for (method, path, body) in [
                ("POST", "/api/users", draft),
                ("PATCH", "/api/users/\(api.admin.id)", password),
                ("PATCH", "/api/users/\(api.agent.id)", #"{"role":"admin"}"#),
                ("PUT", "/api/session/password", change), ("POST", "/api/tokens", all),
                ("DELETE", "/api/tokens/\(id)", nil), ("DELETE", "/api/session", nil),
            ] as [(String, String, String?)] {
                try await api.client.request(method, path, token: token, body: body)
                    .expectProblem(403, "forbidden", "\(method) \(path)")
            }
        },
        HTTPCheck("An administrator sees the API tokens of all, and others their own") { api in
            let (id, _) = try await api.newToken(#"{"name":"agent's","scopes":["read"]}"#)
            func ids(_ query: String, _ person: HTTPUnderTest.Person) async throws -> [String] {
                let list = try await api.ask("GET", "/api/tokens" + query, as: person).json()
                return try list.objects("tokens").map { try $0.text("id") }
            }
            #expect(try await ids("", api.agent).contains(id))
            #expect(try await ids("?owner=\(api.agent.id)", api.agent).contains(id))
            #expect(try await ids("?owner=all", api.admin).contains(id))
            #expect(try await ids("?owner=\(api.agent.id)", api.admin).contains(id))
            #expect(try await !ids("", api.admin).contains(id))
            for owner in ["all", api.other.id] {
                try await api.ask("GET", "/api/tokens?owner=\(owner)")
                    .expectProblem(403, "forbidden", owner)
            }
            try await api.ask("GET", "/api/tokens?owner=x", as: api.admin)
                .expectProblem(400, "invalid_message")
        },
        HTTPCheck("Another password ends the API tokens too, if that is wanted") { api in
            let (id, email) = try await api.newAccount()
            var session = try await api.logIn(email).json().text("token")
            func newToken() async throws -> String {
                try await api.client.request(
                    "POST",
                    "/api/tokens",
                    token: session,
                    body: #"{"name":"x"}"#
                ).json().text("token")
            }
            func change(_ from: Int, _ to: Int, _ more: String) async throws {
                let body =
                    #"{"currentPassword":"password \#(from)","newPassword":"password \#(to)"\#(more)}"#
                session = try await api.client.request(
                    "PUT",
                    "/api/session/password",
                    token: session,
                    body: body
                ).json().text("token")
            }
            let token = try await newToken()
            try await change(1, 2, "")
            let kept = try await api.client.request("GET", "/api/session", token: token)
            #expect(kept.status == 200)
            try await change(2, 3, #","endTokens":true"#)
            try await api.expectDead(token)
            let another = try await newToken()
            let patched = try await api.ask(
                "PATCH",
                "/api/users/\(id)",
                as: api.admin,
                body: #"{"endTokens":true}"#
            )
            #expect(patched.status == 200)
            try await api.expectDead(another)
            try await api.expectDead(session)
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

    /// Makes an API token; as the agent, unless said otherwise.
    func newToken(_ body: String, as person: Person? = nil) async throws -> (
        id: String, token: String
    ) {
        let made = try await ask("POST", "/api/tokens", as: person, body: body).json()
        return (try made.text("id"), try made.text("token"))
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
