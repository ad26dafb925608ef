import Billets
import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Testing

@Suite("RedisEventBus under pressure")
struct RedisEventBusPressureTests {
    @Test("Redis pauses its clients: the probe finds out, and all is well when it goes on")
    func pausedClients() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server, RunningBuses.impatientSettings) { gateways in
            // Longer than any test. PUBLISH counts as a write; paused entirely, Redis would not even take the
            // command that ends it.
            try await server.command("CLIENT", "PAUSE", "600000", "WRITE")
            try await gateways.waitUntilBothUnwell()
            #expect(gateways.one.statistics.probesLate > 0)
            try await server.command("CLIENT", "UNPAUSE")
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
        }
    }

    @Test("Redis has no memory left: events and probes go on, since they need none to stay")
    func outOfMemory() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server) { gateways in
            try await server.command("CONFIG", "SET", "maxmemory-policy", "noeviction")
            try await server.command("CONFIG", "SET", "maxmemory", "1mb")
            let refusal = try await server.command("SET", "key", String(repeating: "x", count: 999))
            #expect(refusal.contains("OOM"))
            let probes = gateways.one.statistics.probesReturned
            try await gateways.expectDelivery()
            let events = (1...1_000).map { gateways.desk.event($0) }
            gateways.one.publish(events)
            try await gateways.ears.1.wait(until: "all came") { $0.events.count > events.count }
            // A gateway that comes now is let in, too.
            let ear = BusListener()
            let third = RunningBuses.bus(on: server)
            third.join(gateways.desk.identity) { ear.receive($0) }
            try await RunningBuses.run(third) { try await ear.waitUntilWell() }
            #expect(gateways.one.statistics.probesReturned > probes)
            #expect(gateways.ears.1.heard.healths == [.well])
            #expect(gateways.one.statistics.dropped == [:])
        }
    }

    @Test("Redis gives up a subscription that it owes too much: it is made again")
    func outputBufferLimit() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server) { gateways in
            let limit = "pubsub 16384 0 0"
            try await server.command("CONFIG", "SET", "client-output-buffer-limit", limit)
            let channel = "les-billets:{\(gateways.desk.identity.databaseID)}:events"
            let payload = Array(repeating: UInt8(ascii: "x"), count: 200_000)
            try await server.command("-x", "PUBLISH", channel, input: payload)
            try await gateways.waitUntilBothUnwell()
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
            #expect(gateways.one.statistics.reconnects > 0)
        }
    }

    @Test("The channel is flooded with garbage and other histories: true events come through")
    func flood() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let log = LogRecorder()
        let gateways = TwoGateways(on: server, RunningBuses.settings, logger: log.logger)
        try await RunningBuses.run(gateways.one, gateways.two) {
            try await gateways.waitUntilBothWell()
            let codec = WireEventCodec(wireKey: gateways.desk.identity.wireKey)
            let foreign = codec.encode(gateways.desk.restored().event(8))
            let channel = "les-billets:{\(gateways.desk.identity.databaseID)}:events"
            let script = """
                for i = 1, 2000 do
                    redis.call('publish', KEYS[1], 'garbage' .. i)
                    redis.call('publish', KEYS[1], ARGV[1])
                end
                """
            let text = String(decoding: foreign, as: UTF8.self)
            for number in 1...3 {
                try await server.command("EVAL", script, "1", channel, text)
                let event = gateways.desk.event(number)
                gateways.one.publish([event])
                try await gateways.ears.1.wait(until: "the event came") {
                    $0.events.last == event
                }
            }
        }
        #expect(gateways.ears.1.heard.events.count == 3)
        #expect(
            gateways.two.statistics.dropped == [.malformed: 6_000, .foreignEpoch: 6_000]
        )
        // A line at once, and then one each interval: the flood is told, and floods no log.
        let lines = log.lines.filter { $0.contains("were dropped by the bus") }
        #expect((1...6).contains(lines.count), "\(lines.count)")
    }
}
