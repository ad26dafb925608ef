import Billets
import BilletsLink
import BilletsWire
import Testing

@Suite("RemoteStore", .timeLimit(.minutes(2)))
struct RemoteStoreTests {
    private static let user = User(id: .random(), name: "Ada")

    @Test("Commands, events, snapshot and identity are those of the store behind the link")
    func roundTrip() async throws {
        let memory = MemoryStore()
        try await LinkRig.withLink(to: memory) { remote in
            let answer = try await remote.execute(.creation("Hoover", by: Self.user)).get()
            #expect(answer.ticket?.title == "Hoover")
            #expect(try await remote.identity() == memory.identity())
            #expect(try await remote.snapshot() == memory.snapshot())
            let page = try await remote.events(after: .none, limit: 10)
            #expect(page.events == answer.events)
            #expect(try await page == memory.events(after: .none, limit: 10))
        }
    }

    @Test("A rejection of the store keeps its code, sentence and ticket")
    func rejections() async throws {
        try await LinkRig.withLink { remote in
            let ticket = try #require(
                try await remote.execute(.creation("Hoover", by: Self.user)).get().ticket
            )
            let update = CommandRequest(
                user: Self.user,
                requestID: nil,
                command: .update(ticket.id, version: 9, TicketEdit(title: "Broom"))
            )
            let rejection = await #expect(throws: Rejection.self) {
                try await remote.execute(update).get()
            }
            #expect(rejection?.code == .versionConflict)
            #expect(rejection?.ticket == ticket)
            let edit = await #expect(throws: Rejection.self) {
                try await remote.edit(.random(), AccountEdit(isDisabled: true))
            }
            #expect(edit?.code == .notFound)
        }
    }

    @Test("What the store cannot do now is unavailable at once, and is not tried again")
    func unavailableStore() async throws {
        let memory = MemoryStore()
        try await LinkRig.withLink(to: memory) { remote in
            _ = try await remote.identity()
            memory.setUnavailable(true)
            let read = await #expect(throws: Rejection.self) { try await remote.snapshot() }
            #expect(read?.code == .unavailable)
            let command = await #expect(throws: Rejection.self) {
                try await remote.execute(.creation("Hoover", by: Self.user)).get()
            }
            #expect(command?.code == .unavailable)
            memory.setUnavailable(false)
            _ = try await remote.execute(.creation("Hoover", by: Self.user)).get()
        }
    }

    @Test("A history and a snapshot of many megabytes come whole")
    func large() async throws {
        let memory = MemoryStore()
        let description = String(repeating: "\u{1F600}", count: 4_000)
        for number in 0..<500 {
            let draft = TicketDraft(title: "\(number)", description: description)
            _ = try await memory.execute(
                CommandRequest(user: Self.user, requestID: nil, command: .create(draft))
            ).get()
        }
        try await LinkRig.withLink(to: memory) { remote in
            let snapshot = try await remote.snapshot()
            #expect(try await snapshot == memory.snapshot())
            let page = try await remote.events(after: Revision(3), limit: 400)
            #expect(try await page == memory.events(after: Revision(3), limit: 400))
        }
    }

    @Test("Many commands at once are answered each, in the order of their submission")
    func many() async throws {
        try await LinkRig.withLink { remote in
            let answered = TestSignal()
            for number in 1...10_000 {
                remote.submit(.creation("\(number)", by: Self.user)) { result in
                    if case .success(let acceptance) = result,
                        acceptance.ticket?.title == "\(number)",
                        acceptance.ticket?.number == Int64(number)
                    {
                        answered.increment()
                    }
                }
            }
            await answered.reached(10_000)
        }
    }

    @Test("After it has ended, everything is unavailable at once")
    func ended() async throws {
        let remote = try await LinkRig.withLink { $0 }
        let command = await #expect(throws: Rejection.self) {
            try await remote.execute(.creation("Hoover", by: Self.user)).get()
        }
        #expect(command?.code == .unavailable)
        let read = await #expect(throws: Rejection.self) { try await remote.identity() }
        #expect(read?.code == .unavailable)
    }

    @Test("Commands that were given before it runs are carried out when it does")
    func early() async throws {
        try await LinkRig.withServer(of: MemoryStore()) { address in
            let remote = RemoteStore(
                address: address,
                secret: LinkRig.secret,
                timing: LinkRig.patient,
                logger: LinkRig.logger
            )
            await withTaskGroup(of: Void.self) { group in
                let answered = TestSignal()
                remote.submit(.creation("Hoover", by: Self.user)) { result in
                    if case .success = result { answered.increment() }
                }
                group.addTask { await remote.run() }
                await answered.reached(1)
                group.cancelAll()
            }
        }
    }
}
