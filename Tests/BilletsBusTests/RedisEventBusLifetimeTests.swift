import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Foundation
import Logging
import ServiceLifecycle
import Testing

@Suite("RedisEventBus and its end")
struct RedisEventBusLifetimeTests {
    @Test("It ends when its services shut down gracefully, and takes nothing after that")
    func gracefulShutdown() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(desk.identity) { ear.receive($0) }
        let group = ServiceGroup(services: [bus], logger: Logger(label: "test"))
        async let running: Void = group.run()
        try await ear.waitUntilWell()
        await group.triggerGracefulShutdown()
        try await running
        bus.publish([desk.event(1)])
        #expect(bus.statistics.dropped == [.disconnected: 1])
    }

    @Test("It ends although Redis hangs")
    func endingWhileHanging() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let desk = EventBusDesk()
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(desk.identity) { ear.receive($0) }
        try await RunningBuses.run(bus) {
            try await ear.waitUntilWell()
            server.pause()
            bus.publish((1...1_000).map { desk.event($0) })
        }
    }

    @Test("A bus that nobody joined ends as well")
    func unjoined() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        try await RunningBuses.run(RunningBuses.bus(on: server)) {}
    }

    @Test("Fifty lives leave no descriptor and no thread behind")
    func descriptors() async throws {
        // In a process of its own, as other tests open descriptors at the same time.
        await #expect(processExitsWith: .success) {
            let server = try await RedisServer.start()
            defer { server.stop() }
            try await Self.liveOnce(server)
            let before = Self.descriptorCount
            for _ in 1...50 { try await Self.liveOnce(server) }
            server.kill()
            for _ in 1...5 { try await Self.liveInVain(server) }
            #expect(Self.descriptorCount <= before)
        }
    }

    private static var descriptorCount: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? .max
    }

    private static func liveOnce(_ server: RedisServer) async throws {
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) { try await ear.waitUntilWell() }
    }

    private static func liveInVain(_ server: RedisServer) async throws {
        let ear = BusListener()
        let bus = RunningBuses.bus(on: server)
        bus.join(EventBusDesk().identity) { ear.receive($0) }
        try await RunningBuses.run(bus) { try await ear.waitUntilUnwell() }
    }
}
