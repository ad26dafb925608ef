import Billets
import GRDB

/// The words of titles and descriptions, in which people search: an index without a text of its own, which is kept true
/// by whoever writes tickets.
///
/// Each statement here changes one row of a virtual table and has no trigger, so that SQLite opens no savepoint for it:
/// at a savepoint FTS5 would write what it has gathered, which took half of a command's time.
struct TicketWordTable {
    /// Where the table is.
    let database: Database

    /// Adds the words of a new ticket.
    func insert(_ ticket: Ticket) throws {
        try database
            .cachedStatement(
                sql: "INSERT INTO ticket_words (rowid, title, description) VALUES (?, ?, ?)"
            )
            .execute(arguments: [ticket.number, ticket.title, ticket.description])
    }

    /// Puts a ticket's words in the place of those of its row, which is still as it was.
    func update(_ ticket: Ticket) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT title, description FROM tickets WHERE number = ?"
        )
        guard let row = try Row.fetchOne(statement, arguments: [ticket.number]) else { return }
        let title: String = try row.value(0)
        let description: String = try row.value(1)
        guard title != ticket.title || description != ticket.description else { return }
        try database
            .cachedStatement(
                sql: """
                    INSERT INTO ticket_words (ticket_words, rowid, title, description)
                    VALUES ('delete', ?, ?, ?)
                    """
            )
            .execute(arguments: [ticket.number, title, description])
        try insert(ticket)
    }
}
