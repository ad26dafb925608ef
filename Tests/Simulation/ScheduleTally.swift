/// What happened in one schedule or in many, in numbers.
package struct ScheduleTally: Equatable, Sendable {
    /// Commands that the store carried out, doubles included.
    package var commands = 0

    /// Changes that were committed.
    package var events = 0

    /// Events and tickets' snapshots that clients took in.
    package var deliveries = 0

    /// Steps of the world.
    package var steps = 0

    private var counts = [Int](repeating: 0, count: FaultKind.allCases.count)

    /// Nothing yet.
    package init() {}

    /// How often something went wrong.
    package var faults: Int {
        counts.reduce(0, +)
    }

    /// How often each fault came, none left out.
    package var faultsByKind: [(kind: FaultKind, count: Int)] {
        Array(zip(FaultKind.allCases, counts))
    }

    /// How often this fault came.
    package subscript(kind: FaultKind) -> Int {
        FaultKind.allCases.firstIndex(of: kind).map { counts[$0] } ?? 0
    }

    /// Something went wrong.
    mutating func count(_ kind: FaultKind) {
        if let index = FaultKind.allCases.firstIndex(of: kind) { counts[index] += 1 }
    }

    /// Adds what happened elsewhere.
    package mutating func add(_ other: ScheduleTally) {
        commands += other.commands
        events += other.events
        deliveries += other.deliveries
        steps += other.steps
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}
