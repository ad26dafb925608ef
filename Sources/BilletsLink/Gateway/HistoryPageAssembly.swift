import BilletsWire

/// A page of a ticket's history that comes in parts.
struct HistoryPageAssembly {
    private var head: ProtoHistoryHead?
    private var events: [WireEvent] = []

    /// Takes the next part in.
    mutating func take(_ message: ProtoHistoryPart) throws(MessageFault) {
        switch message.part {
        case .head(let head): self.head = head
        case .batch(let batch):
            for event in batch.events { events.append(try WireEvent(event)) }
        case nil: throw MessageFault("A part of the history is of a kind that is not known here.")
        }
    }

    /// The page, after its last part; nil if there is no such ticket.
    func page() throws(MessageFault) -> HistoryPage? {
        guard let head else { throw MessageFault("The history came without its head.") }
        guard head.eventCount == events.count else {
            throw MessageFault("\(events.count) of \(head.eventCount) events came.")
        }
        return head.isFound ? HistoryPage(events: events, hasMore: head.hasMore_p) : nil
    }
}
