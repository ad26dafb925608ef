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

        /// The longest time to converge.
        public var longest = Duration.zero
    }

    /// The kinds, in alphabetical order.
    public var lines: [Line] { byName.values.sorted { $0.name < $1.name } }

    /// How many faults there were.
    public var count: Int { byName.values.reduce(0) { $0 + $1.count } }

    /// The longest time to converge of all.
    public var longest: Duration { byName.values.map(\.longest).max() ?? .zero }

    private var byName: [String: Line] = [:]

    /// No faults yet.
    public init() {}

    /// Adds faults that came together, and the time to converge after the last was lifted.
    public mutating func add(_ faults: [Fault], convergence: Duration) {
        for fault in faults {
            var line = byName[fault.name] ?? Line(name: fault.name)
            line.count += 1
            if faults.count > 1 { line.mixed += 1 }
            line.longest = max(line.longest, convergence)
            byName[fault.name] = line
        }
    }
}
