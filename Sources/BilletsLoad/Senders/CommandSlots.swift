import DequeModule

/// The commands that may be without an answer: each slot has a ticket of its own, so that commands that are under way
/// together never conflict.
///
/// A value without I/O. The slots of the sender `n` are `n * window ..< (n + 1) * window`.
public struct CommandSlots: Sendable {
    private enum State {
        case free
        case waiting(since: UInt64)
        case gone
    }

    private struct Slot {
        var state = State.free
        var sequence: UInt32 = 0
        var version: Int64 = 0
    }

    /// A command that is to be sent.
    public struct Command: Hashable, Sendable {
        /// What its request id says.
        public let number: CommandNumber

        /// The version of the slot's ticket; 0 before there is one.
        public let version: Int64

        /// When it was due.
        public let due: UInt64
    }

    /// How many slots a sender has.
    public let window: Int

    /// How many commands have no answer yet.
    public private(set) var unanswered = 0

    /// How many commands will never get one, since their socket is gone.
    public private(set) var abandoned = 0

    private var slots: [Slot]
    private var free: Deque<UInt16>

    /// All slots of `senders` senders, free.
    public init(senders: Int, window: Int) {
        self.window = window
        let count = min(senders * window, LoadPlan.unansweredMaximum)
        slots = Array(repeating: Slot(), count: count)
        // First the first slot of each sender, so that few commands are spread over all senders.
        let order = (0..<window).flatMap { place in
            (0..<senders).map { $0 * window + place }
        }
        free = Deque(order.filter { $0 < count }.map { UInt16($0) })
    }

    /// How many there are.
    public var count: Int { slots.count }

    /// Whether a command can be sent.
    public var hasFree: Bool { !free.isEmpty }

    /// The sender that `slot` belongs to.
    public func sender(of slot: UInt16) -> Int { Int(slot) / window }

    /// The command that goes out now, from the slot that has been free longest; nil if none is free.
    public mutating func begin(due: UInt64) -> Command? {
        guard let slot = free.popFirst() else { return nil }
        return begin(slot, due: due)
    }

    /// The command that goes out now from `slot`; nil if that is not free.
    public mutating func begin(slot: UInt16, due: UInt64) -> Command? {
        guard let index = free.firstIndex(of: slot) else { return nil }
        free.remove(at: index)
        return begin(slot, due: due)
    }

    /// Takes in that a command was carried out, which made `version` of its ticket; the slot is free again.
    ///
    /// - Returns: when it was due; nil for an answer that nobody waits for.
    public mutating func accept(_ number: CommandNumber, bumpsVersion: Bool = true) -> UInt64? {
        guard let due = end(number) else { return nil }
        if bumpsVersion { slots[Int(number.slot)].version += 1 }
        return due
    }

    /// Takes in that a command changed nothing; its ticket may have another version than was thought.
    ///
    /// - Returns: when it was due; nil for an answer that nobody waits for.
    public mutating func reject(_ number: CommandNumber, presentVersion: Int64?) -> UInt64? {
        guard let due = end(number) else { return nil }
        if let presentVersion { slots[Int(number.slot)].version = presentVersion }
        return due
    }

    /// The sender is gone: its commands get no answer, and it sends no more.
    public mutating func abandon(sender: Int) {
        let range = sender * window..<min((sender + 1) * window, slots.count)
        for index in range {
            if case .waiting = slots[index].state {
                unanswered -= 1
                abandoned += 1
            }
            slots[index].state = .gone
        }
        free.removeAll { range.contains(Int($0)) }
    }

    private mutating func begin(_ slot: UInt16, due: UInt64) -> Command {
        let index = Int(slot)
        slots[index].state = .waiting(since: due)
        slots[index].sequence &+= 1
        unanswered += 1
        return Command(
            number: CommandNumber(slot: slot, sequence: slots[index].sequence),
            version: slots[index].version,
            due: due
        )
    }

    private mutating func end(_ number: CommandNumber) -> UInt64? {
        let index = Int(number.slot)
        guard index < slots.count, slots[index].sequence == number.sequence,
            case .waiting(let due) = slots[index].state
        else { return nil }
        slots[index].state = .free
        unanswered -= 1
        free.append(number.slot)
        return due
    }
}
