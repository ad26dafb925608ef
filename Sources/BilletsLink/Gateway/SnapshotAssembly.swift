import Billets
import BilletsWire

/// A snapshot that comes in parts.
struct SnapshotAssembly {
    private var head: ProtoSnapshotHead?
    private var tickets: [Ticket] = []

    /// Takes the next part in.
    mutating func take(_ message: ProtoSnapshotPart) throws(MessageFault) {
        switch message.part {
        case .head(let head): self.head = head
        case .batch(let batch):
            for ticket in batch.tickets { tickets.append(try Ticket(ticket)) }
        case nil: throw MessageFault("A part of the snapshot is of a kind that is not known here.")
        }
    }

    /// The snapshot, after its last part.
    func snapshot() throws(MessageFault) -> Snapshot {
        guard let head else { throw MessageFault("The snapshot came without its head.") }
        guard head.ticketCount == tickets.count else {
            throw MessageFault("\(tickets.count) of \(head.ticketCount) tickets came.")
        }
        return Snapshot(
            cursor: try Cursor(head.hasCursor ? head.cursor : nil, field: "head.cursor"),
            tickets: tickets
        )
    }
}
