import Billets
import BilletsWire

/// A page of a list of tickets that comes in parts.
struct TicketPageAssembly {
    private var head: ProtoTicketListHead?
    private var tickets: [Ticket] = []

    /// Takes the next part in.
    mutating func take(_ message: ProtoTicketListPart) throws(MessageFault) {
        switch message.part {
        case .head(let head): self.head = head
        case .batch(let batch):
            for ticket in batch.tickets { tickets.append(try Ticket(ticket)) }
        case nil: throw MessageFault("A part of the list is of a kind that is not known here.")
        }
    }

    /// The page, after its last part.
    func page() throws(MessageFault) -> TicketPage {
        guard let head else { throw MessageFault("The list came without its head.") }
        guard head.ticketCount == tickets.count else {
            throw MessageFault("\(tickets.count) of \(head.ticketCount) tickets came.")
        }
        return TicketPage(
            latest: try Cursor(head.hasLatest ? head.latest : nil, field: "head.latest"),
            tickets: tickets,
            next: head.hasNext ? TicketPlace(head.next) : nil
        )
    }
}
