import Billets
public import BilletsWire

/// What gateways may expect of any `EventBus` while nothing is broken.
///
/// Each promise is checked with two gateways at fresh ends of one bus; both may be the same object.
public struct EventBusContract: CustomStringConvertible, Sendable {
    /// The promise, in a sentence.
    public let description: String

    /// Checks it, with the buses of two gateways that have been started, but not joined.
    ///
    /// Throws `EventBusContractViolation` if it is not kept.
    public let check: @Sendable (_ first: any EventBus, _ second: any EventBus) async throws -> Void

    /// All promises.
    public static let all: [EventBusContract] = [
        EventBusContract("What one gateway publishes, the other sees, to the byte") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            let event = desk.event(1, titled: "Hoover is too loud “\u{1F9F9}” \\ \n \u{1} ")
            one.publish([event])
            try await ear.wait(until: "the event is there") { $0.events == [event] }
        },
        EventBusContract("A gateway is told that the bus is well, once") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            one.publish([desk.event(1)])
            try await ear.wait(until: "the event is there") { !$0.events.isEmpty }
            try expect(ear.heard.healths == [.well], "It was told \(ear.heard.healths).")
        },
        EventBusContract("Changes made one after the other arrive in that order") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            let events = (1...500).map { desk.event($0) }
            for event in events { one.publish([event]) }
            try await ear.wait(until: "all are there") { $0.events.count >= events.count }
            try expect(ear.heard.events == events, "They came in another order, or altered.")
        },
        EventBusContract("A batch of changes arrives whole and in order") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            let events = (1...2_000).map { desk.event($0) }
            one.publish(events)
            try await ear.wait(until: "all are there") { $0.events.count >= events.count }
            try expect(ear.heard.events == events, "They came in another order, or altered.")
        },
        EventBusContract("Two gateways that publish at once each keep their order") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            async let first: Void = publish(desk, odd: true, to: one)
            async let second: Void = publish(desk, odd: false, to: two)
            _ = await (first, second)
            try await ear.wait(until: "all are there") { $0.events.count >= 2 * eventsOfEach }
            let numbers = ear.heard.events.map(\.cursor.revision.number)
            for remainder: Int64 in [0, 1] {
                let own = numbers.filter { $0 % 2 == remainder }
                try expect(own == own.sorted(), "A gateway's events came in another order.")
                try expect(own.count == eventsOfEach, "\(own.count) of its events came.")
            }
        },
        EventBusContract("The largest ticket there may be arrives whole") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            // A control character takes six bytes of JSON.
            let story = String(repeating: "\u{1}", count: TicketLimits.descriptionBytesMaximum)
            let event = desk.event(1, described: story)
            one.publish([event])
            try await ear.wait(until: "it is there") { $0.events == [event] }
        },
        EventBusContract("Publishing nothing is nothing") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            one.publish([])
            let event = desk.event(1)
            one.publish([event])
            try await ear.wait(until: "the event is there") { $0.events.contains(event) }
            try expect(ear.heard.events == [event], "More came than was published.")
        },
        EventBusContract("After a restore, who follows the new history hears of it") { one, two in
            let (desk, _, ear) = try await gatewaysAtOneBoard(one, two)
            let before = desk.event(7)
            one.publish([before])
            try await ear.wait(until: "the old event is there") { $0.events == [before] }
            let restored = desk.restored()
            one.follow(restored.identity.epoch)
            two.follow(restored.identity.epoch)
            let events = (5...100).map { restored.event($0) }
            one.publish(events)
            try await ear.wait(until: "the new events are there") { $0.events.last == events.last }
            try expect(ear.heard.events == [before] + events, "Some are missing, or altered.")
            try expect(ear.heard.healths == [.well], "It was told \(ear.heard.healths).")
        },
    ]

    private init(
        _ description: String,
        check: @escaping @Sendable (any EventBus, any EventBus) async throws -> Void
    ) {
        self.description = description
        self.check = check
    }

    private static let eventsOfEach = 300

    /// Lets both gateways join the bus of a new database, and waits until it carries events.
    private static func gatewaysAtOneBoard(
        _ first: any EventBus,
        _ second: any EventBus
    ) async throws -> (EventBusDesk, BusListener, BusListener) {
        let desk = EventBusDesk()
        let ears = (BusListener(), BusListener())
        first.join(desk.identity) { ears.0.receive($0) }
        second.join(desk.identity) { ears.1.receive($0) }
        try await ears.0.waitUntilWell()
        try await ears.1.waitUntilWell()
        return (desk, ears.0, ears.1)
    }

    private static func publish(_ desk: EventBusDesk, odd: Bool, to bus: any EventBus) async {
        for number in 1...eventsOfEach {
            bus.publish([desk.event(number * 2 - (odd ? 1 : 0))])
            await Task.yield()
        }
    }

    private static func expect(_ condition: Bool, _ sentence: String) throws {
        if !condition { throw EventBusContractViolation(sentence) }
    }
}
