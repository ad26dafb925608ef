import Billets

/// All that was ever committed in one history, as it should be.
struct Lineage {
    /// The events table, with every row since the first.
    private(set) var rows: [LineageRow] = []

    /// The tickets after each row; before the first, none.
    private(set) var boards: [[TicketID: Ticket]] = [[:]]

    /// The tickets now.
    private(set) var tickets: [TicketID: Ticket] = [:]

    /// The newest revision.
    var latest: Revision {
        Revision(Int64(rows.count))
    }

    /// The row of a revision; nil if there is none.
    subscript(revision: Revision) -> LineageRow? {
        let index = Int(revision.number) - 1
        return rows.indices.contains(index) ? rows[index] : nil
    }

    /// The tickets at a revision; nil if there is none.
    func board(at revision: Revision) -> [TicketID: Ticket]? {
        let index = Int(revision.number)
        return boards.indices.contains(index) ? boards[index] : nil
    }

    /// Adds a row, and what follows from it.
    mutating func append(_ row: LineageRow) {
        switch row.event.change {
        case .created(let ticket), .updated(let ticket): tickets[ticket.id] = ticket
        case .locked(let id, let lock): tickets[id]?.lock = lock
        case .unlocked(let id, _): tickets[id]?.lock = nil
        }
        rows.append(row)
        boards.append(tickets)
    }
}
