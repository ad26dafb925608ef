import BilletsLoad
import Testing

extension HTTPContract {
    /// The event log, by pages and live.
    static let events: [HTTPCheck] = [
        HTTPCheck("The event log is read page by page, without a gap") { api in
            _ = try await (api.ticket("One"), api.ticket("Two"), api.ticket("Three"))
            var seen: [Int] = []
            var next = "0"
            for _ in 0..<10_000 {
                let path = "/api/events?after=\(next)&limit=2"
                let page = try await api.ask("GET", path).json()
                seen += try page.objects("events").map { try $0.number("revision") }
                next = try page.text("next")
                #expect(try next == "\(page.text("epoch")):\(seen.last ?? 0)")
                guard try page.flag("more") else { break }
            }
            #expect(seen.count >= 3)
            #expect(seen == Array(1...seen.count))
        },
        HTTPCheck("Events that are not kept, or not of this history, are gone") { api in
            let page = try await api.ask("GET", "/api/events?limit=1").json()
            let epoch = try page.text("epoch")
            #expect(try await api.ask("GET", "/api/events?epoch=\(epoch)").status == 200)
            let other = "01890a5d-ac96-774b-bcce-b302099a8057"
            for query in [
                "after=9223372036854775806", "after=0&epoch=\(other)", "after=\(other):0",
                "after=\(other):1&epoch=\(epoch)", "after=\(epoch):9223372036854775806",
            ] {
                try await api.ask("GET", "/api/events?\(query)").expectProblem(410, "gone", query)
            }
            for query in [
                "after=-1", "after=x", "after=", "after=:1", "after=x:1", "after=\(epoch)",
                "after=\(epoch):", "after=\(epoch):-1", "after=\(epoch):1:1", "limit=0",
                "limit=1001", "epoch=x", "after=1&after=2",
            ] {
                try await api.ask("GET", "/api/events?\(query)")
                    .expectProblem(400, "invalid_message", query)
            }
        },
        HTTPCheck("A stream tells what was missed, then what happens, each once and in order") {
            api in
            let before = try await api.ticket("Before")
            let revision = try await lastRevision(api)
            try await EventStream.follow(api, query: "?after=\(revision - 1)") { stream in
                let first = try await stream.next()
                #expect(first.revision == revision)
                let id = try await api.ticket("During").text("id")
                _ = try await api.ask("PUT", "/api/tickets/\(id)/lock")
                _ = try await api.ask("DELETE", "/api/tickets/\(id)/lock")
                var revisions = [first.revision]
                var types: [String] = []
                while types.last != "TicketUnlocked" {
                    let event = try await stream.next()
                    revisions.append(event.revision)
                    let isMine =
                        event.data.keys.contains("ticket")
                        ? try event.data.object("ticket").text("id") == id
                        : try event.data.text("ticketId") == id
                    if isMine { types.append(try event.data.text("type")) }
                }
                #expect(types == ["TicketCreated", "TicketLocked", "TicketUnlocked"])
                #expect(revisions == Array(revision..<revision + revisions.count))
            }
            #expect(try before.number("version") == 1)
        },
        HTTPCheck("Last-Event-ID goes before what the address says") { api in
            _ = try await api.ticket()
            let revision = try await lastRevision(api)
            let headers = [("Last-Event-ID", String(revision - 1))]
            try await EventStream.follow(api, query: "?after=0", headers: headers) { stream in
                let event = try await stream.next()
                #expect(event.revision == revision)
            }
            for accept in ["text/event-stream", "application/json"] {
                for id in ["x", "", "+1", "-1", ":1", "x:1", "\(Self.foreignEpoch):"] {
                    let bad = try await api.ask(
                        "GET",
                        "/api/events",
                        headers: [("Accept", accept), ("Last-Event-ID", id)]
                    )
                    try bad.expectProblem(400, "invalid_message")
                }
            }
        },
        HTTPCheck("A stream that cannot be continued says so, and goes on from now") { api in
            _ = try await api.ticket()
            let other = Self.foreignEpoch
            for (query, id) in [
                ("?after=9223372036854775806", nil), ("?after=0&epoch=\(other)", nil),
                ("?after=\(other):0", nil), ("", "\(other):0"), ("?after=0", "\(other):1"),
            ] as [(String, String?)] {
                let headers = id.map { [("Last-Event-ID", $0)] } ?? []
                try await EventStream.follow(api, query: query, headers: headers) { stream in
                    let reset = try await stream.next()
                    #expect(try reset.data.text("type") == "Reset")
                    let (epoch, revision) = try (
                        reset.data.text("epoch"), reset.data.number("revision")
                    )
                    #expect(reset.id == "\(epoch):\(revision)")
                    _ = try await api.ticket("After the reset")
                    let event = try await stream.next()
                    #expect(event.revision == revision + 1)
                }
            }
        },
        HTTPCheck("The id of an event names its epoch, and a stream goes on behind it") { api in
            _ = try await (api.ticket("One"), api.ticket("Two"))
            let epoch = try await api.ask("GET", "/api/tickets?limit=1").json().text("epoch")
            let revision = try await lastRevision(api)
            var ids: [String] = []
            try await EventStream.follow(api, query: "?after=\(revision - 2)") { stream in
                ids = try await [stream.next().id, stream.next().id]
            }
            #expect(ids == ["\(epoch):\(revision - 1)", "\(epoch):\(revision)"])
            let id = try #require(ids.first)
            // The epoch of an id goes before the one that the URL names.
            let query = "?after=0&epoch=\(Self.foreignEpoch)"
            for (query, headers) in [
                (query, [("Last-Event-ID", id)]), ("?after=\(id)", []),
                ("?after=\(id)&epoch=\(Self.foreignEpoch)", []),
            ] as [(String, [(String, String)])] {
                try await EventStream.follow(api, query: query, headers: headers) { stream in
                    let event = try await stream.next()
                    #expect(event.revision == revision)
                }
            }
        },
    ]

    private static let foreignEpoch = "01890a5d-ac96-774b-bcce-b302099a8057"

    private static func lastRevision(_ api: HTTPUnderTest) async throws -> Int {
        try await api.ask("GET", "/api/tickets?limit=1").json().number("revision")
    }
}
