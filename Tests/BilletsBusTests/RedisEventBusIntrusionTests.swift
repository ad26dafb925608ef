import Billets
import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Testing

@Suite("RedisEventBus and strangers")
struct RedisEventBusIntrusionTests {
    @Test("Garbage, forgeries, events of another history and huge payloads change nothing")
    func intrusion() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(desk.identity) { ear.receive($0) }
        let event = desk.event(7)
        let codec = WireEventCodec(wireKey: desk.identity.wireKey)
        var altered = codec.encode(event)
        altered[altered.count - 3] ^= 1
        let impostorCodec = WireEventCodec(wireKey: desk.impostor().identity.wireKey)
        let intrusions: [[UInt8]] = [
            [], [0], Array("\r\n$-1\r\n*3\r\n".utf8), Array(#"{"epoch":"#.utf8),
            altered, impostorCodec.encode(event),
            codec.encode(desk.restored().event(8)),
            Array(repeating: UInt8(ascii: "x"), count: 1024 * 1024),
        ]
        try await RunningBuses.run(bus) {
            try await ear.waitUntilWell()
            for payload in intrusions {
                let channel = "les-billets:{\(desk.identity.databaseID)}:events"
                let heardBy = try await server.command("-x", "PUBLISH", channel, input: payload)
                #expect(heardBy == "1\n")
            }
            bus.publish([event])
            try await ear.wait(until: "the true event came") { !$0.events.isEmpty }
        }
        #expect(ear.heard.events == [event])
        #expect(ear.heard.healths == [.well])
        #expect(
            bus.statistics.dropped
                == [.malformed: 4, .forged: 2, .foreignEpoch: 1, .oversized: 1]
        )
    }

    @Test("Garbage on the channel of the probes proves nothing and harms nobody")
    func probes() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(desk.identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilWell()
            let channels = try await server.command("PUBSUB", "CHANNELS", "*:probe:*")
            let channel = String(channels.dropLast())
            for payload in ["", "-1", "x", "18446744073709551616", "18446744073709551615"] {
                try await server.command("PUBLISH", channel, payload)
            }
            bus.publish([desk.event(1)])
            try await ear.wait(until: "the event came") { !$0.events.isEmpty }
        }
        #expect(ear.heard.healths == [.well])
        #expect(bus.statistics.dropped == [.malformed: 4])
    }

    @Test("A message larger than may lie in memory costs the connection, and it is made again")
    func boundedMemory() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        var settings = RunningBuses.settings
        settings.incomingBytesMaximum = 512 * 1024
        let bus = RunningBuses.bus(on: server, settings: settings)
        bus.join(desk.identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilWell()
            let channel = "les-billets:{\(desk.identity.databaseID)}:events"
            let payload = Array(repeating: UInt8(ascii: "x"), count: 1024 * 1024)
            try await server.command("-x", "PUBLISH", channel, input: payload)
            try await ear.wait(until: "the sentence came") {
                $0.healths.contains { "\($0)".contains("more than 524288 bytes") }
            }
            try await ear.waitUntilWell()
        }
    }
}
