import Billets
import BilletsWire

/// An event page that comes in parts.
struct EventPageAssembly {
    private var head: ProtoEventsHead?
    private var events: [WireEvent] = []

    /// Takes the next part in.
    mutating func take(_ message: ProtoEventsPart) throws(MessageFault) {
        switch message.part {
        case .head(let head): self.head = head
        case .batch(let batch):
            for event in batch.events { events.append(try WireEvent(event)) }
        case nil: throw MessageFault("A part of the events is of a kind that is not known here.")
        }
    }

    /// The page, after its last part.
    func page() throws(MessageFault) -> EventPage {
        guard let head else { throw MessageFault("The events came without their head.") }
        return EventPage(
            latest: try Cursor(head.hasLatest ? head.latest : nil, field: "head.latest"),
            oldestRetained: Revision(head.oldestRetainedRevision),
            events: events
        )
    }
}
