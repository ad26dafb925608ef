public import BilletsSeeds

/// What somebody does next, before it is known on which tickets it will be done.
///
/// It follows from the seed alone. What tickets there are depends on the others, and so on time.
public struct AgentChoice: Hashable, Sendable {
    /// What is done.
    public enum Deed: Hashable, Sendable, CaseIterable {
        /// Creates a ticket.
        case create

        /// Takes the lock of any ticket, or renews it.
        case lock

        /// Changes any ticket.
        case update

        /// Gives back a lock that they hold; else takes one.
        case unlock

        /// Renews a lock that they hold; else takes one.
        case renew

        /// Changes a ticket whose lock they hold; else any.
        case updateOwn

        /// Asks for all tickets anew.
        case reload

        /// Asks for what came since, on the same socket.
        case resume

        /// Leaves, and comes back on another gateway.
        case move
    }

    /// What is done.
    public let deed: Deed

    /// Which of the tickets, 0 up to but not including 1.
    public let place: Double

    /// How long they think before.
    public let thought: Duration

    /// Whether it is done over HTTP.
    public let isOverHTTP: Bool

    /// What distinguishes a text from others.
    public let word: UInt32

    /// How often each deed is chosen, of 100.
    private static let weights: [(Deed, Int)] = [
        (.create, 8), (.lock, 24), (.update, 16), (.unlock, 16), (.renew, 8), (.updateOwn, 20),
        (.reload, 2), (.resume, 2), (.move, 4),
    ]

    /// The next choice of `generator`; always the same number of its numbers is used.
    public init(using generator: inout SeededGenerator, thinking thought: Duration) {
        var die = Int.random(in: 0..<100, using: &generator)
        var chosen = Deed.lock
        for (deed, weight) in Self.weights {
            die -= weight
            if die < 0 {
                chosen = deed
                break
            }
        }
        deed = chosen
        place = Double.random(in: 0..<1, using: &generator)
        self.thought = thought * Double.random(in: 0..<2, using: &generator)
        isOverHTTP = Int.random(in: 0..<5, using: &generator) == 0
        word = UInt32.random(in: .min ... .max, using: &generator)
    }
}
