import Billets
import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Testing

@Suite("RedisEventBus and a history that changes")
struct RedisEventBusHistoryTests {
    @Test("After a restore the bus follows the new history, and counts what still comes of the old")
    func follows() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let gateways = TwoGateways(on: server, RunningBuses.settings)
        let (old, new) = (gateways.desk, gateways.desk.restored())
        try await RunningBuses.run(gateways.one, gateways.two) {
            try await gateways.waitUntilBothWell()
            // The first gateway has heard of the restore, the second one has not.
            gateways.one.follow(new.identity.epoch)
            gateways.one.publish([new.event(1)])
            try await gateways.ears.0.wait(until: "it came back") {
                $0.events.map(\.cursor) == [new.event(1).cursor]
            }
            gateways.two.publish([old.event(8)])
            try await gateways.ears.1.wait(until: "it came back") {
                $0.events.map(\.cursor) == [old.event(8).cursor]
            }
            // Now both have.
            gateways.two.follow(new.identity.epoch)
            gateways.one.publish([new.event(2)])
            for ear in [gateways.ears.0, gateways.ears.1] {
                try await ear.wait(until: "the new event came") {
                    $0.events.last?.cursor == new.event(2).cursor
                }
            }
            // Subscriptions that are made again follow it still.
            try await server.command("CLIENT", "KILL", "TYPE", "pubsub")
            try await gateways.waitUntilBothUnwell()
            try await gateways.waitUntilBothWell()
            gateways.one.publish([new.event(3)])
            try await gateways.ears.1.wait(until: "the next one came") {
                $0.events.last?.cursor == new.event(3).cursor
            }
        }
        #expect(gateways.one.statistics.dropped == [.foreignEpoch: 1])
        #expect(gateways.two.statistics.dropped == [.foreignEpoch: 1])
        #expect(gateways.ears.0.heard.events.count >= 2)
    }
}
