import BilletsLoad
import Testing

extension HTTPContract {
    /// Accounts, for administrators.
    static let accounts: [HTTPCheck] = [
        HTTPCheck("An administrator adds an account, whose owner logs in") { api in
            let email = newEmail()
            let answer = try await api.ask(
                "POST",
                "/api/users",
                as: api.admin,
                body:
                    #"{"email":" \#(email.uppercased()) ","name":"Margaret","password":"password 1"}"#
            )
            #expect(answer.status == 201)
            let account = try answer.json()
            #expect(account.keys == ["id", "email", "name", "role", "disabled"])
            #expect(try account.text("email") == email)
            #expect(try account.text("role") == "agent")
            #expect(try !account.flag("disabled"))
            let location = try #require(answer.headers["location"])
            let read = try await api.ask("GET", location, as: api.admin)
            #expect(read.body == answer.body)
            let all = try await api.ask("GET", "/api/users", as: api.admin).json()
            #expect(try all.objects("users").contains { try $0.text("email") == email })
            let session = try await api.logIn(email, "password 1").json()
            #expect(try session.object("user").text("name") == "Margaret")
        },
        HTTPCheck("Whoever is logged in sees to whom tickets can be assigned, and no more") { api in
            let list = try await api.ask("GET", "/api/assignees").json().objects("assignees")
            #expect(list.allSatisfy { $0.keys == ["id", "name"] })
            #expect(try list.contains { try $0.text("id") == api.other.id })
            let (id, _) = try await api.newAccount()
            _ = try await api.ask(
                "PATCH",
                "/api/users/\(id)",
                as: api.admin,
                body: #"{"disabled":true}"#
            )
            let later = try await api.ask("GET", "/api/assignees").json().objects("assignees")
            #expect(try !later.contains { try $0.text("id") == id })
        },
        HTTPCheck("An administrator sees the gateways that live, and who is there") { api in
            let answer = try await api.ask("GET", "/api/gateways", as: api.admin)
            #expect(answer.status == 200)
            for gateway in try answer.json().objects("gateways") {
                #expect(gateway.keys == ["node", "heardAt", "users"])
                #expect(try gateway.objects("users").allSatisfy { $0.keys == ["id", "name"] })
            }
        },
        HTTPCheck("An agent gets nothing of what is for administrators") { api in
            for (method, path, body) in [
                ("GET", "/api/gateways", nil), ("GET", "/api/users", nil),
                ("POST", "/api/users", "{}"),
                ("GET", "/api/users/\(api.agent.id)", nil),
                ("PATCH", "/api/users/\(api.agent.id)", #"{"role":"admin"}"#),
                ("PATCH", "/api/users/x", "{}"),
            ] as [(String, String, String?)] {
                try await api.ask(method, path, body: body)
                    .expectProblem(403, "forbidden", "\(method) \(path)")
                let stranger = try await api.client.request(method, path, body: body)
                try stranger.expectProblem(401, "unauthorized", "\(method) \(path)")
            }
        },
        HTTPCheck("What is no account is not added") { api in
            let email = newEmail()
            let long = String(repeating: "x", count: 101)
            for (body, status) in [
                ("{}", 400), (#"{"email":"\#(email)","name":"A"}"#, 400),
                (#"{"email":1,"name":"A","password":"password 1"}"#, 400),
                (#"{"email":"\#(email)","name":"A","password":"password 1","role":"king"}"#, 400),
                (#"{"email":"\#(email)","name":"A","password":"password 1","role":null}"#, 400),
                (#"{"email":"\#(email)","name":"A","password":"short"}"#, 422),
                (#"{"email":"\#(email)","name":" ","password":"password 1"}"#, 422),
                (#"{"email":"\#(email)","name":"\#(long)","password":"password 1"}"#, 422),
                (#"{"email":"\#(email)","name":"a\u0000","password":"password 1"}"#, 422),
                (#"{"email":"nobody","name":"A","password":"password 1"}"#, 422),
                (#"{"email":"a b@example.com","name":"A","password":"password 1"}"#, 422),
            ] {
                try await api.ask("POST", "/api/users", as: api.admin, body: body)
                    .expectProblem(status, "invalid_message", body)
            }
            let body = #"{"email":"\#(email)","name":"A","password":"password 1"}"#
            #expect(
                try await api.ask("POST", "/api/users", as: api.admin, body: body).status == 201
            )
            try await api.ask("POST", "/api/users", as: api.admin, body: body)
                .expectProblem(409, "conflict")
        },
        HTTPCheck(
            "Who is made an administrator, or kept out, is logged out, and then is what they are"
        ) {
            api in
            let (id, email) = try await api.newAccount()
            let path = "/api/users/\(id)"
            let first = try await api.logIn(email).json().text("token")
            let promoted = try await api.ask(
                "PATCH",
                path,
                as: api.admin,
                body: #"{"role":"admin","name":"Boss"}"#
            )
            #expect(try promoted.json().text("role") == "admin")
            try await api.expectDead(first)
            let second = try await api.logIn(email).json()
            #expect(try second.object("user").text("role") == "admin")
            #expect(try second.object("user").text("name") == "Boss")
            let disabled = #"{"disabled":true}"#
            #expect(try await api.ask("PATCH", path, as: api.admin, body: disabled).status == 200)
            try await api.expectDead(try second.text("token"))
            try await api.logIn(email).expectProblem(401, "unauthorized")
            let enabled = #"{"disabled":false,"password":"password 2"}"#
            #expect(try await api.ask("PATCH", path, as: api.admin, body: enabled).status == 200)
            try await api.logIn(email).expectProblem(401, "unauthorized")
            #expect(try await api.logIn(email, "password 2").status == 200)
        },
        HTTPCheck("Nobody locks himself out, and a change must change something") { api in
            let path = "/api/users/\(api.admin.id)"
            for body in [#"{"disabled":true}"#, #"{"role":"agent"}"#, "{}", #"{"name":""}"#] {
                try await api.ask("PATCH", path, as: api.admin, body: body)
                    .expectProblem(422, "invalid_message", body)
            }
            for body in ["[]", #"{"disabled":"yes"}"#, #"{"role":"king"}"#, #"{"name":null}"#] {
                try await api.ask("PATCH", path, as: api.admin, body: body)
                    .expectProblem(400, "invalid_message", body)
            }
            for id in ["x", "01890a5d-ac96-774b-bcce-b302099a8057"] {
                for (method, body) in [("GET", nil), ("PATCH", #"{"name":"A"}"#)]
                    as [(String, String?)]
                {
                    try await api.ask(method, "/api/users/\(id)", as: api.admin, body: body)
                        .expectProblem(404, "not_found", "\(method) \(id)")
                }
            }
        },
    ]

    /// An address that nobody has.
    static func newEmail() -> String {
        "user-\(Int.random(in: 0..<Int.max))@example.com"
    }
}
