import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Testing

@Suite("RedisEventBus when Redis fails")
struct RedisEventBusFailureTests {
    @Test("Redis is killed and started again: the bus says so, and carries events again by itself")
    func restart() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server) { gateways in
            server.kill()
            try await gateways.waitUntilBothUnwell()
            try await server.restart()
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
        }
    }

    @Test("Redis hangs without an error: the probe finds out, and all is well when it goes on")
    func hanging() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server, RunningBuses.impatientSettings) { gateways in
            server.pause()
            try await gateways.waitUntilBothUnwell()
            #expect(gateways.one.statistics.probesLate > 0)
            server.proceed()
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
        }
    }

    @Test("A bus that finds Redis hanging at its start says so, and becomes well when it goes on")
    func hangingAtStart() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        server.pause()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server, settings: RunningBuses.impatientSettings)
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilUnwell()
            server.proceed()
            try await ear.waitUntilWell()
        }
    }

    @Test("Redis is not there at the start: the sentence says so, and the bus finds it later")
    func absentAtStart() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        server.kill()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilUnwell()
            let address = "redis://127.0.0.1:\(server.port)"
            let sentence =
                "\(address) cannot be reached: Connection refused. Start it, or name another with --bus."
            #expect(ear.heard.healths == [.unwell(sentence)])
            try await server.restart()
            try await ear.waitUntilWell()
        }
    }

    @Test("Only the subscriptions are cut: they are made again", arguments: ["pubsub", "normal"])
    func clientKill(_ type: String) async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server) { gateways in
            try await server.command("CLIENT", "KILL", "TYPE", type)
            try await gateways.waitUntilBothUnwell()
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
            #expect(gateways.one.statistics.reconnects > 0)
        }
    }

    @Test("What is published while Redis is away is dropped and counted")
    func publishingInVain() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server) { gateways in
            server.kill()
            try await gateways.waitUntilBothUnwell()
            let events = (1...100).map { gateways.desk.event($0) }
            gateways.one.publish(events)
            try await server.restart()
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
            // Redis's answer to the one that published may come behind the message that it sends to others.
            for _ in 0..<1000 where gateways.one.statistics.ended <= events.count {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(gateways.one.statistics.ended == events.count + 1)
        }
    }

    @Test(
        "What answers is not Redis: the bus says so, and goes on trying",
        arguments: [
            "+OK POP3 server ready\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad\r\n\r\n",
            "+OK\r\n+HELLO\r\n", ":1\r\n:2\r\n", "$-1\r\n$-1\r\n", "*-1\r\n*0\r\n",
            "*1\r\n$4\r\nPING\r\n",
        ]
    )
    func notRedis(_ greeting: String) async throws {
        let stranger = try Stranger(greeting: greeting)
        let ear = BusListener()
        let bus = RedisEventBus(
            address: RedisAddress(host: "127.0.0.1", port: stranger.port),
            password: nil,
            settings: RunningBuses.impatientSettings,
            logger: RunningBuses.silentLogger
        )
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilUnwell()
        }
        #expect(!ear.heard.healths.contains(.well))
    }

    @Test("A bus that may not publish events says why")
    func forbidden() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await TwoGateways.with(on: server) { gateways in
            let rules = ["resetchannels", "&*probe*"]
            try await server.command("ACL", "SETUSER", "default", rules[0], rules[1])
            gateways.one.publish([gateways.desk.event(1)])
            try await gateways.ears.0.wait(until: "the sentence came") {
                $0.healths.contains { "\($0)".contains("NOPERM") }
            }
            try await server.command("ACL", "SETUSER", "default", "allchannels")
            try await gateways.waitUntilBothWell()
            try await gateways.expectDelivery()
        }
    }
}

extension RedisBusStatistics {
    /// Of how many events it is known what became of them.
    fileprivate var ended: Int {
        published + dropped.values.reduce(0, +)
    }
}
