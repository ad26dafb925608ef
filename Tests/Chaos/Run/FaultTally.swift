/// What faults were injected, and how long it took each time until all was well.
public struct FaultTally: Sendable {
    /// The faults of one kind.
    public struct Line: Hashable, Sendable {
        /// What they are called.
        public let name: String

        /// How many there were.
        public var count = 0

        /// How many of them came together with others.
        public var mixed = 0

        /// The longest times.
        public var longest = HealingTime(converged: .zero, ready: .zero)
    }

    /// The kinds, in alphabetical order.
    public var lines: [Line] { byName.values.sorted { $0.name < $1.name } }

    /// How many faults there were.
    public var count: Int { byName.values.reduce(0) { $0 + $1.count } }

    /// The longest times of all.
    public var longest: HealingTime {
        HealingTime(
            converged: byName.values.map(\.longest.converged).max() ?? .zero,
            ready: byName.values.map(\.longest.ready).max() ?? .zero
        )
    }

    private var byName: [String: Line] = [:]

    /// No faults yet.
    public init() {}

    /// Adds faults that came together, and how long it took after the last was lifted.
    public mutating func add(_ faults: [Fault], _ time: HealingTime) {
        for fault in faults {
            var line = byName[fault.name] ?? Line(name: fault.name)
            line.count += 1
            if faults.count > 1 { line.mixed += 1 }
            line.longest.converged = max(line.longest.converged, time.converged)
            line.longest.ready = max(line.longest.ready, time.ready)
            byName[fault.name] = line
        }
    }
}
