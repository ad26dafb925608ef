import BilletsWire
import DequeModule

/// The payloads that this process has published and that Redis has not brought back yet.
///
/// What comes back to the byte is what was signed here: it need not be taken apart and verified. Redis keeps the order of
/// one connection to another, so that it is among the next ones; what is not recognised is judged like any other.
struct OwnPayloads {
    /// How many are looked at: so many in a row may get lost without the rest being judged.
    static let searchedMaximum = 8

    /// How many may be awaited; more show that none comes back, and are forgotten.
    static let awaitedMaximum = 10_000

    private var awaited: Deque<(payload: [UInt8], event: WireEvent)> = []

    /// `event` was published as `payload`.
    mutating func published(_ event: WireEvent, as payload: [UInt8]) {
        if awaited.count >= Self.awaitedMaximum { forget() }
        awaited.append((payload, event))
    }

    /// A payload came.
    ///
    /// - Returns: the event that it carries, if it is one of ours.
    mutating func returned(_ payload: [UInt8]) -> WireEvent? {
        // By index: a slice that lives on would make the removal below copy all that is awaited.
        let searched = awaited.indices.prefix(Self.searchedMaximum)
        guard let index = searched.first(where: { awaited[$0].payload == payload }) else {
            return nil
        }
        let event = awaited[index].event
        awaited.removeFirst(index + 1)
        return event
    }

    /// A connection was lost: what was under way may never come.
    mutating func forget() {
        awaited.removeAll()
    }
}
