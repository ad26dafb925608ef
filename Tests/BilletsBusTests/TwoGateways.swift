import BilletsBus
import BilletsContracts
import BilletsProcesses
import BilletsWire
import Logging

/// Two gateways of one database, and what they hear.
struct TwoGateways {
    /// Their database.
    let desk = EventBusDesk()

    /// The bus of the first.
    let one: RedisEventBus

    /// The bus of the second.
    let two: RedisEventBus

    /// What they hear.
    let ears = (BusListener(), BusListener())

    /// Two gateways that have joined; their buses do not run yet.
    init(
        on server: RedisServer,
        _ settings: RedisBusSettings,
        logger: Logger = RunningBuses.silentLogger
    ) {
        one = RunningBuses.bus(on: server, settings: settings)
        two = RunningBuses.bus(on: server, settings: settings, logger: logger)
        one.join(desk.identity) { [ears] in ears.0.receive($0) }
        two.join(desk.identity) { [ears] in ears.1.receive($0) }
    }

    /// Runs the buses of two gateways, and hands them to `body` once both carry events.
    static func with(
        on server: RedisServer,
        _ settings: RedisBusSettings = RunningBuses.settings,
        body: @Sendable (TwoGateways) async throws -> Void
    ) async throws {
        let gateways = TwoGateways(on: server, settings)
        try await RunningBuses.run(gateways.one, gateways.two) {
            try await gateways.waitUntilBothWell()
            try await body(gateways)
        }
    }

    /// Waits until both buses carry events.
    func waitUntilBothWell() async throws {
        try await ears.0.waitUntilWell()
        try await ears.1.waitUntilWell()
    }

    /// Waits until both buses have said that they do not carry events, now or before.
    func waitUntilBothUnwell() async throws {
        for ear in [ears.0, ears.1] {
            try await ear.wait(until: "the bus has been unwell") {
                $0.healths.contains { $0 != .well }
            }
        }
    }

    /// Publishes an event at the first, and waits until it has come to the second.
    func expectDelivery() async throws {
        let event = desk.event(1_000_000)
        one.publish([event])
        try await ears.1.wait(until: "the event came") { $0.events.contains(event) }
    }
}
