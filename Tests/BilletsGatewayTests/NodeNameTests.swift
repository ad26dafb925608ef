import Billets
import BilletsLoad
import BilletsWire
import Logging
import Testing

@testable import BilletsGateway

@Suite("Gateways of one name")
struct NodeNameTests {
    @Test(
        "The second one is refused with what to do, and the first keeps its clients and their locks"
    )
    func second() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let ada = try await gateway.client("Ada", in: store)
            try await ada.getTickets()
            let refusal = await #expect(throws: Rejection.self) {
                try await RunningGateway.run(store: store) { _ in }
            }
            #expect(refusal?.message.contains("'gateway-1'") == true)
            #expect(refusal?.message.contains("--node") == true)
            let created = try await ada.command(.createTicket(TicketDraft(title: "One")))
            #expect(created.code == nil)
            #expect(try await store.gateways().map(\.users) == [[try await id("Ada", in: store)]])
        }
    }

    @Test("One that has ended leaves its name to the next at once")
    func successor() async throws {
        let store = MemoryStore()
        for _ in 0..<3 { try await RunningGateway.run(store: store) { _ in } }
    }

    @Test(
        "One that was suspended until its name was taken sends its clients away, and says why it ends"
    )
    func suspended() async throws {
        let clock = HandClock()
        let memory = MemoryStore(clock: clock.wallClock)
        let held = HeldStore(memory)
        let successor = NodeInstance(node: "gateway-1")
        let refusal = await #expect(throws: Rejection.self) {
            try await RunningGateway.run(store: memory, tickets: held) { gateway in
                let ada = try await gateway.client("Ada", in: memory)
                held.hold()
                // A report that was on its way may still come in.
                repeat {
                    clock.advance(by: PresenceReport.silenceMaximum)
                } while try await memory.register(successor) != .registered
                _ = try await memory.maintain(report(of: successor, arrived: []))
                held.release()
                try await ada.wait("the goodbye") { $0.hasEnded }
                #expect(ada.observation.closeCode == 1012)
            }
        }
        #expect(refusal?.message.contains("--node") == true)
        // The successor's presence is as it was: nobody has come there.
        #expect(try await memory.gateways().map(\.users) == [[]])
        _ = try await memory.maintain(report(of: successor, arrived: []))
    }

    @Test("One that the store has forgotten registers again, and tells who is there")
    func forgotten() async throws {
        let store = MemoryStore()
        let instance = NodeInstance(node: "gateway-1")
        try await RunningGateway.run(store: store, configure: configure(instance)) {
            gateway in
            let ada = try await gateway.client("Ada", in: store)
            await store.unregister(instance)
            let intruder = NodeInstance(node: instance.node)
            // As soon as it has registered again, no other process gets its name.
            while try await store.register(intruder) == .registered {
                await store.unregister(intruder)
                try await Task.sleep(for: .milliseconds(10))
            }
            try await gateway.waitForReadiness { $0.contains(#""ready":true"#) }
            let present = [[try await id("Ada", in: store)]]
            var users = try await store.gateways().map(\.users)
            // The complete report follows the registration; there is no signal for it.
            for _ in 0..<1_200 {
                if users == present { break }
                try await Task.sleep(for: .milliseconds(10))
                users = try await store.gateways().map(\.users)
            }
            #expect(users == present)
            #expect(!ada.observation.hasEnded)
        }
    }

    private func configure(_ instance: NodeInstance) -> (inout GatewayConfiguration) -> Void {
        { $0.instance = instance.id }
    }

    private func id(_ name: String, in store: MemoryStore) async throws -> UserID {
        try #require(try await store.account(email: "\(name.lowercased())@example.com")).user.id
    }

    private func report(of instance: NodeInstance, arrived: [UserID]) -> PresenceReport {
        PresenceReport(
            node: instance.node,
            instance: instance.id,
            arrived: arrived,
            departed: [],
            isComplete: true
        )
    }
}
