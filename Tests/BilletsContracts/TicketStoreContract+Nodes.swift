import Billets
import BilletsWire
import Testing

extension TicketStoreContract {
    /// The names of nodes, and the processes that hold them.
    static let nodes: [StoreCheck] = [
        StoreCheck("Two live processes never hold the name of one node") { store in
            let (first, second) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
            #expect(try await store.tickets.register(first) == .registered)
            for turn in 0..<4 {
                guard case .taken = try await store.way(turn).register(second) else {
                    throw UnexpectedAnswer(description: "the name was given twice, by way \(turn)")
                }
            }
            let other = NodeInstance(node: "b")
            #expect(try await store.way(1).register(other) == .registered)
        },
        StoreCheck(
            "A name that was given back is free for the next process, whichever way it comes"
        ) { store in
            for turn in 0..<4 {
                let instance = NodeInstance(node: "a")
                try await store.register(instance, by: turn)
                await store.way(turn).unregister(instance)
            }
        },
        StoreCheck("A process that registers again keeps its name") { store in
            let instance = NodeInstance(node: "a")
            #expect(try await store.tickets.register(instance) == .registered)
            #expect(try await store.tickets.register(instance) == .registered)
            _ = try await store.report(instance, arrived: [.ada], isComplete: true)
            #expect(try await store.tickets.gateways().map(\.node) == ["a"])
        },
        StoreCheck(
            "A report of a process that does not hold the name is refused, and changes nothing"
        ) {
            store in
            let (former, present) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
            let early = await #expect(throws: Rejection.self) {
                try await store.report(former, arrived: [.ada], isComplete: true)
            }
            #expect(early?.code == .unavailable)
            #expect(try await store.tickets.gateways() == [])
            #expect(try await store.tickets.register(former) == .registered)
            _ = try await store.report(former, arrived: [.ada], isComplete: true)
            await store.tickets.unregister(former)
            try await store.register(present)
            _ = try await store.report(present, arrived: [.grace], isComplete: true)
            for isComplete in [true, false] {
                let late = await #expect(throws: Rejection.self) {
                    try await store.report(
                        former,
                        arrived: [.ada],
                        departed: [.grace],
                        isComplete: isComplete
                    )
                }
                #expect(late?.code == .unavailable)
            }
            #expect(try await store.tickets.gateways().map(\.users) == [[User.grace.id]])
        },
        StoreCheck("A process that has been silent for too long loses its name to another one") {
            store in
            let (former, present) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
            #expect(try await store.tickets.register(former) == .registered)
            store.clock.advance(by: .seconds(5))
            _ = try await store.report(former, isComplete: true)
            store.clock.advance(by: PresenceReport.silenceMaximum - .milliseconds(1))
            let silence = PresenceReport.silenceMaximum - .milliseconds(1)
            #expect(try await store.tickets.register(present) == .taken(silence: silence))
            store.clock.advance(by: .milliseconds(1))
            #expect(try await store.tickets.register(present) == .registered)
            await #expect(throws: Rejection.self) {
                try await store.report(former, isComplete: true)
            }
            // The former process no longer owns what it gives back later.
            await store.tickets.unregister(former)
            _ = try await store.report(present, isComplete: true)
            guard case .taken = try await store.tickets.register(former) else {
                throw UnexpectedAnswer(description: "the name was given twice")
            }
        },
        StoreCheck("A holder who comes back to a restarted gateway in time keeps the lock") {
            store in
            let (former, present) = (NodeInstance(node: "a"), NodeInstance(node: "a"))
            let ticket = try await store.create(by: .ada)
            #expect(try await store.tickets.register(former) == .registered)
            _ = try await store.report(former, arrived: [.ada], isComplete: true)
            try await store.accept(.lock(ticket.id), by: .ada)
            await store.tickets.unregister(former)
            store.clock.advance(by: .seconds(2))
            try await store.register(present)
            #expect(try await store.report(present, isComplete: true) == [])
            store.clock.advance(by: .seconds(10))
            #expect(try await store.report(present, arrived: [.ada]) == [])
            for _ in 0..<30 {
                store.clock.advance(by: .seconds(1))
                #expect(try await store.report(present) == [])
            }
            #expect(try await store.ticket(ticket.id).lock?.holder == .ada)
        },
    ]
}

extension StoreUnderTest {
    /// Registers a process as soon as the name is free: a store in another process may hear a little later that it is.
    func register(_ instance: NodeInstance, by turn: Int = 0) async throws {
        for _ in 0..<600 {
            if try await way(turn).register(instance) == .registered { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw UnexpectedAnswer(description: "the name \(instance.node) was not given back")
    }

    /// Takes in a report of a registered process, and answers what ended.
    func report(
        _ instance: NodeInstance,
        arrived: [User] = [],
        departed: [User] = [],
        isComplete: Bool = false,
        logLevel: LogLevelReport? = nil
    ) async throws -> [TicketEvent] {
        let report = PresenceReport(
            node: instance.node,
            instance: instance.id,
            arrived: arrived.map(\.id),
            departed: departed.map(\.id),
            isComplete: isComplete,
            logLevel: logLevel
        )
        return try await tickets.maintain(report).events.map { try $0.decoded() }
    }
}
