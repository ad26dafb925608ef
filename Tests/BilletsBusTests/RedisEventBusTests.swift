import Billets
import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Testing

@Suite("RedisEventBus")
struct RedisEventBusTests {
    @Test("The Redis bus keeps every promise of a bus", arguments: EventBusContract.all)
    func contract(_ promise: EventBusContract) async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let (one, two) = (RunningBuses.bus(on: server), RunningBuses.bus(on: server))
        try await RunningBuses.run(one, two) {
            try await promise.check(one, two)
        }
    }

    @Test("Many events come in few batches, none missing, none altered, in order")
    func batches() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let (ear, ownEar) = (BusListener(), BusListener())
        let (one, two) = (RunningBuses.bus(on: server), RunningBuses.bus(on: server))
        one.join(desk.identity) { ownEar.receive($0) }
        two.join(desk.identity) { ear.receive($0) }
        let events = (1...9_000).map { desk.event($0) }
        try await RunningBuses.run(one, two) {
            try await ear.waitUntilWell()
            try await ownEar.waitUntilWell()
            for start in stride(from: 0, to: events.count, by: 30) {
                one.publish(Array(events[start..<start + 30]))
            }
            try await ear.wait(until: "all came") { $0.events.count >= events.count }
            try await ownEar.wait(until: "all came back") { $0.events.count >= events.count }
        }
        #expect(ear.heard.events == events)
        #expect(ownEar.heard.events == events)
        #expect(ear.heard.batchSizes.count < events.count / 2)
        #expect(ear.heard.batchSizes.allSatisfy { $0 > 0 })
        #expect(one.statistics.published == events.count)
        #expect(one.statistics.dropped == [:])
        #expect(two.statistics.received == events.count)
        #expect(two.statistics.probesReturned > 0)
    }

    @Test("Who joins after the bus began to run is served all the same")
    func joiningLate() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        try await RunningBuses.run(bus) {
            await Task.yield()
            bus.join(desk.identity) { ear.receive($0) }
            try await ear.waitUntilWell()
        }
    }

    @Test("What is published before the bus has connected is kept, and sent")
    func publishingEarly() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        let (one, two) = (RunningBuses.bus(on: server), RunningBuses.bus(on: server))
        let event = desk.event(1)
        two.join(desk.identity) { ear.receive($0) }
        try await RunningBuses.run(two) {
            try await ear.waitUntilWell()
            one.publish([event])
            one.join(desk.identity) { _ in }
            try await RunningBuses.run(one) {
                try await ear.wait(until: "it came") { $0.events == [event] }
            }
        }
    }

    @Test("What is published at the very end is still sent")
    func publishingLast() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let (ear, ownEar) = (BusListener(), BusListener())
        let (one, two) = (RunningBuses.bus(on: server), RunningBuses.bus(on: server))
        one.join(desk.identity) { ownEar.receive($0) }
        two.join(desk.identity) { ear.receive($0) }
        let event = desk.event(1)
        try await RunningBuses.run(two) {
            try await ear.waitUntilWell()
            try await RunningBuses.run(one) {
                try await ownEar.waitUntilWell()
                one.publish([event])
            }
            try await ear.wait(until: "it came") { $0.events == [event] }
        }
    }

    @Test("When more waits than may wait, the oldest are dropped and counted")
    func fullQueue() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let (ear, ownEar) = (BusListener(), BusListener())
        var settings = RunningBuses.settings
        settings.waitingEventsMaximum = 10
        let one = RunningBuses.bus(on: server, settings: settings)
        let two = RunningBuses.bus(on: server)
        one.join(desk.identity) { ownEar.receive($0) }
        two.join(desk.identity) { ear.receive($0) }
        let events = (1...25).map { desk.event($0) }
        // Nothing is sent before the bus runs.
        one.publish(events)
        #expect(one.statistics.dropped == [.queueFull: 15])
        try await RunningBuses.run(two) {
            try await ear.waitUntilWell()
            try await RunningBuses.run(one) {
                try await ear.wait(until: "the rest came") { $0.events.count >= 10 }
            }
        }
        #expect(ear.heard.events == Array(events[15...]))
    }

    @Test("With room for one unanswered event only, everything still arrives in order")
    func smallWindow() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        var settings = RunningBuses.settings
        settings.unacknowledgedEventsMaximum = 1
        settings.unacknowledgedBytesMaximum = 1
        let bus = RunningBuses.bus(on: server, settings: settings)
        bus.join(desk.identity) { ear.receive($0) }
        let events = (1...200).map { desk.event($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilWell()
            bus.publish(events)
            try await ear.wait(until: "all came") { $0.events.count >= events.count }
        }
        #expect(ear.heard.events == events)
    }

    @Test("Several databases share a Redis, and hear nothing of each other")
    func severalDatabases() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let (here, there) = (EventBusDesk(), EventBusDesk())
        let (ear, otherEar) = (BusListener(), BusListener())
        let (one, two) = (RunningBuses.bus(on: server), RunningBuses.bus(on: server))
        one.join(here.identity) { ear.receive($0) }
        two.join(there.identity) { otherEar.receive($0) }
        try await RunningBuses.run(one, two) {
            try await ear.waitUntilWell()
            try await otherEar.waitUntilWell()
            one.publish([here.event(1)])
            two.publish([there.event(2)])
            try await ear.wait(until: "its event came") { !$0.events.isEmpty }
            try await otherEar.wait(until: "its event came") { !$0.events.isEmpty }
        }
        #expect(ear.heard.events.map(\.cursor.epoch) == [here.identity.epoch])
        #expect(otherEar.heard.events.map(\.cursor.epoch) == [there.identity.epoch])
        #expect(two.statistics.dropped == [:])
    }
}
