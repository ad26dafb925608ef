import Billets
import BilletsLoad
import Testing

extension HTTPContract {
    /// Creating, reading, changing, locking.
    static let tickets: [HTTPCheck] = [
        HTTPCheck("A ticket is created, and read where Location says") { api in
            let answer = try await api.ask(
                "POST",
                "/api/tickets",
                body: """
                    {"title":"  Hoover is too loud ","description":"From 5 to 7.","status":"blocked",\
                    "priority":"urgent","assignee":"\(api.other.id)","colour":"unknown members are ignored"}
                    """
            )
            #expect(answer.status == 201)
            let ticket = try answer.json()
            #expect(try ticket.text("title") == "Hoover is too loud")
            #expect(try ticket.text("status") == "blocked")
            #expect(try ticket.text("priority") == "urgent")
            #expect(try ticket.object("assignee").text("name") == api.other.name)
            #expect(try ticket.object("createdBy").text("id") == api.agent.id)
            #expect(try ticket.number("version") == 1)
            #expect(ticket.isNull("lock") && ticket.isNull("updatedBy"))
            #expect(answer.headers["etag"] == "\"1\"")
            #expect(answer.headers["revision"].flatMap { Int($0) } != nil)
            let location = try #require(answer.headers["location"])
            #expect(location == "/api/tickets/\(try ticket.text("id"))")
            let read = try await api.ask("GET", location, as: api.other)
            #expect(read.status == 200)
            #expect(read.body == answer.body)
            #expect(read.headers["etag"] == "\"1\"")
        },
        HTTPCheck("An Idempotency-Key is carried out once, and answered alike") { api in
            let key = ("Idempotency-Key", "0b7e2f5e-52a4-4c6c-9a5e-0a7d4f3a9f01")
            let body = #"{"title":"Once"}"#
            let first = try await api.ask("POST", "/api/tickets", headers: [key], body: body)
            let again = try await api.ask("POST", "/api/tickets", headers: [key], body: body)
            #expect(first.status == 201 && again.status == 201)
            #expect(first.body == again.body)
            #expect(first.headers["revision"] == again.headers["revision"])
            let quoted = [(key.0, "\"\(key.1)\"")]
            let third = try await api.ask("POST", "/api/tickets", headers: quoted, body: body)
            #expect(third.body == first.body)
            let others = try await api.ask(
                "POST",
                "/api/tickets",
                as: api.other,
                headers: [key],
                body: body
            )
            #expect(others.body != first.body, "another user's key is another intent")
            let bad = try await api.ask(
                "POST",
                "/api/tickets",
                headers: [(key.0, "x")],
                body: body
            )
            try bad.expectProblem(400, "invalid_message")
        },
        HTTPCheck("An Idempotency-Key that was used for another command is refused with 422") {
            api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            let id = TicketID.random()
            let requests: [(method: String, path: String, body: String?)] = [
                ("POST", "/api/tickets", #"{"title":"One","id":"\#(id)"}"#),
                ("POST", "/api/tickets", #"{"title":"Two","id":"\#(id)"}"#),
                ("PATCH", path, #"{"version":1,"title":"One"}"#),
                ("PATCH", path, #"{"version":1,"title":"Two"}"#),
                ("PUT", path + "/lock", nil), ("DELETE", path + "/lock", nil),
            ]
            for (index, first) in requests.enumerated() where index != 1 && index != 3 {
                let key = [("Idempotency-Key", "\(RequestID.random())")]
                let one = try await api.ask(
                    first.method,
                    first.path,
                    headers: key,
                    body: first.body
                )
                #expect((200...201).contains(one.status), "\(first)")
                for (place, other) in requests.enumerated() where place != index {
                    let two = try await api.ask(
                        other.method,
                        other.path,
                        headers: key,
                        body: other.body
                    )
                    let problem = try two.expectProblem(422, "invalid_message")
                    #expect(try problem.text("detail").contains("Idempotency-Key"))
                }
                let again = try await api.ask(
                    first.method,
                    first.path,
                    headers: key,
                    body: first.body
                )
                #expect(again.headers["revision"] == one.headers["revision"])
            }
        },
        HTTPCheck("A change names the version it was made against, in the body or in If-Match") {
            api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            let one = try await api.ask("PATCH", path, body: #"{"version":1,"priority":"high"}"#)
            #expect(one.status == 200)
            #expect(one.headers["etag"] == "\"2\"")
            let two = try await api.ask(
                "PATCH",
                path,
                headers: [("If-Match", "\"2\"")],
                body: #"{"assignee":"\#(api.other.id)"}"#
            )
            #expect(two.status == 200)
            let both = try await api.ask(
                "PATCH",
                path,
                headers: [("If-Match", "\"3\"")],
                body: #"{"version":3,"assignee":null,"status":"closed"}"#
            )
            #expect(both.status == 200)
            let ticket = try both.json()
            #expect(ticket.isNull("assignee"))
            #expect(try ticket.text("status") == "closed")
            #expect(try ticket.text("priority") == "high")
            #expect(try ticket.object("updatedBy").text("id") == api.agent.id)
        },
        HTTPCheck("If-Match may list versions, and * stands for the current one") { api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            for (version, tags) in [
                (2, "\"9\", \"1\""), (3, "*"), (4, "W/\"3\",\"3\""), (5, "\"a,b\" , \"4\""),
            ] {
                let answer = try await api.ask(
                    "PATCH",
                    path,
                    headers: [("If-Match", tags)],
                    body: #"{"title":"After \#(tags.count)"}"#
                )
                #expect(answer.status == 200, "\(tags)")
                #expect(answer.headers["etag"] == "\"\(version)\"")
            }
            let late = try await api.ask(
                "PATCH",
                path,
                headers: [("If-Match", "\"1\", \"2\"")],
                body: #"{"title":"Late"}"#
            )
            let problem = try late.expectProblem(412, "version_conflict")
            #expect(try problem.object("ticket").number("version") == 5)
            let nothing = "/api/tickets/01890a5d-ac96-774b-bcce-b302099a8057"
            try await api.ask(
                "PATCH",
                nothing,
                headers: [("If-Match", "*")],
                body: #"{"title":"x"}"#
            )
            .expectProblem(404, "not_found")
        },
        HTTPCheck("A change under a list of versions, or any, is carried out once for its key") {
            api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            for tags in ["\"1\", \"7\"", "*"] {
                let key = ("Idempotency-Key", "\(RequestID.random())")
                let headers = [key, ("If-Match", tags)]
                let body = #"{"priority":"high"}"#
                let one = try await api.ask("PATCH", path, headers: headers, body: body)
                let other = try await api.ask("PATCH", path, headers: headers, body: body)
                #expect(one.status == 200)
                #expect(one.headers["etag"] == other.headers["etag"])
            }
        },
        HTTPCheck("A change against an older version is refused, and shown what stands there now") {
            api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            let body = #"{"version":1,"title":"Mine"}"#
            #expect(try await api.ask("PATCH", path, body: body).status == 200)
            let late = try await api.ask("PATCH", path, as: api.other, body: body)
            let problem = try late.expectProblem(409, "version_conflict")
            #expect(try problem.object("ticket").number("version") == 2)
            #expect(try problem.object("ticket").text("title") == "Mine")
        },
        HTTPCheck("A lock keeps everybody else from changing, until it is given back") { api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            let taken = try await api.ask("PUT", path + "/lock")
            #expect(taken.status == 200)
            #expect(try taken.json().object("lock").object("by").text("id") == api.agent.id)
            #expect(taken.headers["etag"] == "\"1\"", "locking is no change")
            let renewed = try await api.ask("PUT", path + "/lock")
            #expect(renewed.status == 200)

            let edit = #"{"version":1,"title":"Theirs"}"#
            for answer in [
                try await api.ask("PUT", path + "/lock", as: api.other),
                try await api.ask("PATCH", path, as: api.other, body: edit),
            ] {
                let problem = try answer.expectProblem(409, "locked")
                let holder = try problem.object("ticket").object("lock").object("by")
                #expect(try holder.text("id") == api.agent.id)
            }
            try await api.ask("DELETE", path + "/lock", as: api.other)
                .expectProblem(409, "not_locked")
            let released = try await api.ask("DELETE", path + "/lock")
            #expect(released.status == 200)
            #expect(try released.json().isNull("lock"))
            #expect(try await api.ask("PATCH", path, as: api.other, body: edit).status == 200)
        },
        HTTPCheck("Only an administrator takes a lock away from somebody") { api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))/lock"
            try await api.ask("DELETE", path + "?force=true", as: api.admin)
                .expectProblem(409, "not_locked")
            #expect(try await api.ask("PUT", path).status == 200)
            try await api.ask("DELETE", path + "?force=true", as: api.other)
                .expectProblem(403, "forbidden")
            try await api.ask("DELETE", path + "?force=false", as: api.admin)
                .expectProblem(409, "not_locked")
            let forced = try await api.ask("DELETE", path + "?force=true", as: api.admin)
            #expect(forced.status == 200)
            #expect(try forced.json().isNull("lock"))
        },
        HTTPCheck("A ticket's history tells who did what, the newest first, page by page") { api in
            let path = "/api/tickets/\(try await api.ticket().text("id"))"
            _ = try await api.ask("PUT", path + "/lock")
            _ = try await api.ask("PATCH", path, body: #"{"version":1,"status":"closed"}"#)
            _ = try await api.ask("DELETE", path + "/lock?force=true", as: api.admin)
            let whole = try await api.ask("GET", path + "/history").json()
            #expect(
                try whole.objects("events").map { try $0.text("type") } == [
                    "TicketUnlocked", "TicketUpdated", "TicketLocked", "TicketCreated",
                ]
            )
            #expect(whole.isNull("nextBefore"))
            let newest = try #require(try whole.objects("events").first)
            #expect(try newest.text("reason") == "forced")
            #expect(try newest.object("by").text("id") == api.admin.id)

            var revisions: [Int] = []
            var page = try await api.ask("GET", path + "/history?limit=3").json()
            revisions += try page.objects("events").map { try $0.number("revision") }
            let before = try page.text("nextBefore")
            let epoch = try await api.ask("GET", "/api/tickets?limit=1").json().text("epoch")
            #expect(before == "\(epoch):\(revisions.last ?? 0)")
            for number in [revisions.last ?? 0, revisions.first ?? 0] {
                let bare = try await api.ask("GET", path + "/history?before=\(number)")
                #expect(bare.status == 200, "a revision alone is one of the present epoch")
            }
            let other = "01890a5d-ac96-774b-bcce-b302099a8057"
            for number in [1, revisions.last ?? 0] {
                try await api.ask("GET", path + "/history?before=\(other):\(number)")
                    .expectProblem(410, "gone")
            }
            for value in ["0", "\(epoch):0", "\(epoch):", "x", "-1"] {
                try await api.ask("GET", path + "/history?before=\(value)")
                    .expectProblem(400, "invalid_message", value)
            }
            page = try await api.ask("GET", path + "/history?limit=3&before=\(before)").json()
            revisions += try page.objects("events").map { try $0.number("revision") }
            #expect(page.isNull("nextBefore"))
            #expect(try revisions == whole.objects("events").map { try $0.number("revision") })
        },
    ]
}
