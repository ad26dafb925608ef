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

    /// Puts a ticket's words in the place of those that it had `before`.
    func update(_ ticket: Ticket, from before: Ticket) throws {
        guard before.title != ticket.title || before.description != ticket.description else {
            return
        }
        try database
            .cachedStatement(
                sql: """
                    INSERT INTO ticket_words (ticket_words, rowid, title, description)
                    VALUES ('delete', ?, ?, ?)
                    """
            )
            .execute(arguments: [before.number, before.title, before.description])
        try insert(ticket)
    }
}
