import Billets
import BilletsGateway
import BilletsLoad
import BilletsWire
import NIOPosix
import Testing

/// The same stream for those who negotiated compression and for those who did not.
@Suite("The stream, compressed")
struct CompressedStreamTests {
    private static func draft(_ number: Int) -> TicketDraft {
        TicketDraft(
            title: "Hoover \(number) is too loud",
            description: String(repeating: "From 5 to \(number) in the morning. ", count: 5)
        )
    }

    private static func create(_ count: Int, from first: Int = 1, in store: MemoryStore)
        async throws
    {
        let ada = User(id: .random(), name: "Ada")
        for number in first..<(first + count) {
            let command = TicketCommand.create(draft(number))
            let request = CommandRequest(user: ada, requestID: .random(), command: command)
            _ = try await store.execute(request).get()
        }
    }

    @Test("Board and events are the same, byte for byte, once they are inflated")
    func sameBytes() async throws {
        let store = MemoryStore()
        try await Self.create(300, in: store)
        try await RunningGateway.run(store: store) { gateway in
            let token = try await gateway.token(for: "Ada", in: store)
            let plain = try await TextLog.open(gateway, token: token, offersCompression: false)
            let packed = try await TextLog.open(gateway, token: token, offersCompression: true)
            let question = ClientEnvelope(requestID: nil, message: .getTickets(since: nil))
            for log in [plain, packed] {
                log.socket.send(question.encoded())
                try await log.read { $0.contains(#""more":false"#) }
            }
            let grace = try await gateway.client("Grace", in: store)
            for number in 1...20 {
                let created = try await grace.command(.createTicket(Self.draft(number)))
                let id = try #require(created.ticket?.id)
                try await grace.command(.lockTicket(id))
                try await grace.command(.unlockTicket(id))
            }
            for log in [plain, packed] {
                try await log.read { $0.contains(#""revision":360,"#) }
            }
            #expect(packed.texts == plain.texts)
            #expect(plain.socket.compression == nil)
            let count = try #require(packed.socket.compression)
            // The board's frames, TicketCreated and TicketLocked; TicketUnlocked is too small.
            #expect(count.compressedMessages == packed.texts.count - 20)
            #expect(count.bytesReceived < count.bytesInflated / 3)
        }
    }

    @Test("Commands and large answers go compressed, too")
    func answers() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store, headers: [TextLog.offer])
            let count = try #require(try ada.socket.compression)
            let small = try await ada.command(.createTicket(TicketDraft(title: "Small")))
            #expect(small.revision != nil && count.compressedMessages == 0)
            var draft = Self.draft(1)
            draft.description = String(repeating: "Louder and louder. ", count: 400)
            let large = try await ada.command(.createTicket(draft))
            #expect(large.ticket?.description == draft.description)
            #expect(count.compressedMessages == 1)
        }
    }

    @Test("A crowd of both kinds sees the same stream, each event once and in order")
    func mixedCrowd() async throws {
        let store = MemoryStore()
        try await Self.create(50, in: store)
        try await RunningGateway.run(store: store) { gateway in
            var crowd: [BoardClient] = []
            for number in 0..<30 {
                let headers = number.isMultiple(of: 2) ? [TextLog.offer] : []
                let client = try await gateway.client("Ada", in: store, headers: headers)
                try await client.getTickets()
                crowd.append(client)
            }
            try await withThrowingTaskGroup { group in
                for (number, client) in crowd.prefix(6).enumerated() {
                    group.addTask {
                        for step in 0..<20 {
                            let draft = Self.draft(number * 100 + step)
                            try await client.command(.createTicket(draft))
                        }
                    }
                }
                try await group.waitForAll()
            }
            for client in crowd {
                try await client.wait("all events") { $0.events.count == 120 }
                #expect(client.observation.discrepancies == [])
                #expect(client.observation.board == crowd[0].observation.board)
            }
            for (number, client) in crowd.enumerated() {
                let compressed = try client.socket.compression?.compressedMessages
                #expect(number.isMultiple(of: 2) ? compressed ?? 0 >= 120 : compressed == nil)
            }
        }
    }

    @Test("Who comes back gets what was missed compressed, from a gateway that was there or is new")
    func since() async throws {
        let store = MemoryStore()
        try await Self.create(50, in: store)
        let board = try await RunningGateway.run(store: store) { gateway in
            let other = try await gateway.client("Ada", in: store, headers: [TextLog.offer])
            let ada = try await gateway.client("Ada", in: store, headers: [TextLog.offer])
            try await ada.getTickets()
            try ada.socket.drop()
            try await ada.wait("the end") { $0.hasEnded }
            for number in 1...40 { try await other.command(.createTicket(Self.draft(number))) }
            return try await resume(ada.observation.board, missed: 40, gateway, store)
        }
        try await Self.create(30, from: 100, in: store)
        _ = try await RunningGateway.run(store: store) { gateway in
            try await resume(board, missed: 30, gateway, store)
        }
    }

    private func resume(
        _ board: Board?,
        missed: Int,
        _ gateway: RunningGateway,
        _ store: MemoryStore
    ) async throws -> Board? {
        let again = try await BoardClient.connect(
            to: gateway.socketAddress,
            token: try await gateway.token(for: "Ada", in: store),
            headers: [TextLog.offer],
            board: board,
            on: MultiThreadedEventLoopGroup.singleton
        )
        try await again.getTickets(since: board?.cursor)
        try await again.wait("what was missed") { $0.events.count == missed }
        #expect(again.observation.discrepancies == [])
        #expect(try again.socket.compression?.compressedMessages == missed)
        return again.observation.board
    }
}
