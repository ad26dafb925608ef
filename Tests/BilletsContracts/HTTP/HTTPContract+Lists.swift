import BilletsLoad
import Testing

extension HTTPContract {
    /// Listing, searching, paging.
    static let lists: [HTTPCheck] = [
        HTTPCheck("A list is walked page by page, in either direction of every order") { api in
            let word = "walked\(Int.random(in: 0..<Int.max))"
            for number in 1...7 {
                let priority = ["low", "normal", "high", "urgent"][number % 4]
                _ = try await api.ask(
                    "POST",
                    "/api/tickets",
                    body: #"{"title":"\#(word) \#(number)","priority":"\#(priority)"}"#
                )
            }
            for sort in ["number", "createdAt", "updatedAt", "priority"] {
                let upwards = try await walk("q=\(word)&sort=\(sort)&limit=3", api)
                let downwards = try await walk("q=\(word)&sort=-\(sort)&limit=2", api)
                #expect(upwards.count == 7)
                #expect(downwards == upwards.reversed(), "\(sort)")
                #expect(Set(upwards).count == 7)
            }
        },
        HTTPCheck("A list is narrowed by status, priority, assignee and words") { api in
            let word = "narrow\(Int.random(in: 0..<Int.max))"
            let tickets = [
                #""status":"open","priority":"low","assignee":"\#(api.agent.id)""#,
                #""status":"blocked","priority":"high","assignee":"\#(api.other.id)""#,
                #""status":"closed","priority":"high","description":"Élan d'été""#,
            ]
            for members in tickets {
                let body = #"{"title":"\#(word)",\#(members)}"#
                #expect(try await api.ask("POST", "/api/tickets", body: body).status == 201)
            }
            for (query, count) in [
                ("", 3), ("&status=open", 1), ("&status=open&status=blocked", 2),
                ("&status=open,closed", 2), ("&priority=high", 2),
                ("&priority=high&status=closed", 1), ("&priority=urgent", 0), ("&assignee=me", 1),
                ("&assignee=none", 1), ("&assignee=\(api.other.id)", 1),
                ("&assignee=none&status=open", 0),
            ] {
                let path = "/api/tickets?q=\(word)\(query)"
                let found = try await api.ask("GET", path).json().objects("tickets")
                #expect(found.count == count, "\(query)")
            }
            let both = try await api.ask("GET", "/api/tickets?q=\(word.uppercased())%20%C3%A9la")
            #expect(try both.json().objects("tickets").count == 1)
        },
        HTTPCheck("A ticket is found by its number") { api in
            let ticket = try await api.ticket()
            let path = "/api/tickets?q=%23\(try ticket.number("number"))"
            let found = try await api.ask("GET", path).json().objects("tickets")
            #expect(try found.map { try $0.text("id") } == [ticket.text("id")])
        },
        HTTPCheck("No search is so odd that it fails") { api in
            for text in [
                "%22", "%2A", "a%20OR%20b", "NEAR(a%20b)", "-a", "title:x", "%00", "%F0%9F%90%8C",
                "a%22b", "^a", "(((", "%27%20OR%201%3D1--", "%23", "%230", "%E2%80%AE",
            ] {
                let answer = try await api.ask("GET", "/api/tickets?q=\(text)")
                #expect(answer.status == 200, "\(text): \(answer.body)")
            }
        },
        HTTPCheck("A parameter that makes no sense is answered with what would") { api in
            for query in [
                "status=ajar", "status=", "status=open,", "priority=1", "assignee=ada", "q=",
                "sort=title", "sort=--number",
                "limit=0", "limit=201", "limit=x", "limit=1&limit=2", "cursor=x", "cursor=",
                "q=\(String(repeating: "x", count: 201))",
            ] {
                try await api.ask("GET", "/api/tickets?\(query)")
                    .expectProblem(400, "invalid_message", query)
            }
            _ = try await (api.ticket(), api.ticket())
            let page = try await api.ask("GET", "/api/tickets?limit=1&sort=number").json()
            let cursor = try page.text("nextCursor")
            try await api.ask("GET", "/api/tickets?sort=priority&cursor=\(cursor)")
                .expectProblem(400, "invalid_message")
        },
    ]

    private static func walk(_ query: String, _ api: HTTPUnderTest) async throws -> [Int] {
        var numbers: [Int] = []
        var path = "/api/tickets?\(query)"
        for _ in 0..<10 {
            let page = try await api.ask("GET", path).json()
            numbers += try page.objects("tickets").map { try $0.number("number") }
            if page.isNull("nextCursor") { return numbers }
            path = "/api/tickets?\(query)&cursor=\(try page.text("nextCursor"))"
        }
        Issue.record("The list has no end: \(query)")
        return numbers
    }
}
