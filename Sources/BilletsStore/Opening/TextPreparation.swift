import GRDB

/// Brings the texts of a database into the forms that this program compares: the texts of tickets into the index of searches,
/// e-mail addresses into their canonical form.
///
/// A migration cannot, since SQL knows neither form. What is left to do stands in the database, so that a preparation that
/// was cut off goes on. Whoever migrates or opens a database prepares all of it first, so that searches find everything.
struct TextPreparation {
    /// The pause between two transactions, in which another process may take the writer lock.
    static let pauseMicroseconds = 2_000

    /// The database.
    let database: Database

    /// Returns true if anything is left to do; false in a database of a version without this index.
    func isDue() throws -> Bool {
        guard try database.tableExists("unindexed_tickets") else { return false }
        return try TicketTextTable(database: database).hasUnindexed()
            || AccountTable(database: database).hasUncanonicalEmails()
    }

    /// Does as much of it as one transaction should, which is open on `database`.
    ///
    /// - Returns: whether all is done.
    func perform(ticketsMaximum: Int) throws -> Bool {
        try AccountTable(database: database).canonicalizeEmails()
        return try TicketTextTable(database: database).index(limit: ticketsMaximum)
    }
}
