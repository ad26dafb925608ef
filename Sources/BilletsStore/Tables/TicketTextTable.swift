import Billets
import GRDB

/// The texts of tickets in the form in which searches compare them, and the index of their trigrams.
///
/// Triggers note which tickets' texts have been written, by whatever program. `index` brings those up to date, at the end of
/// a transaction: a statement with a trigger has a savepoint, at which FTS5 would write what it has gathered so far.
struct TicketTextTable {
    /// The database.
    let database: Database

    /// Returns true if the text of any ticket has been written since it was indexed.
    func hasUnindexed() throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM unindexed_tickets)"
        )
        return try Bool.fetchOne(statement) ?? false
    }

    /// Indexes the texts that have been written since they were indexed, of `limit` tickets at most.
    ///
    /// - Returns: whether all are indexed now.
    @discardableResult
    func index(limit: Int) throws -> Bool {
        guard try hasUnindexed() else { return true }
        let statement = try database.cachedStatement(
            sql: """
                SELECT unindexed_tickets.number, title, description
                FROM unindexed_tickets LEFT JOIN tickets ON tickets.number = unindexed_tickets.number
                ORDER BY unindexed_tickets.number LIMIT ?
                """
        )
        var last: Int64 = 0
        for row in try Row.fetchAll(statement, arguments: [limit]) {
            last = try row.value(0)
            let title: String? = try row.value(1)
            let description: String? = try row.value(2)
            let text = title.map { title in
                SearchText.folded(title: title, description: description ?? "")
            }
            try set(text, of: last)
        }
        try database.cachedStatement(sql: "DELETE FROM unindexed_tickets WHERE number <= ?")
            .execute(arguments: [last])
        return try !hasUnindexed()
    }

    /// Puts `text` in the place of the text of the ticket `number`; nil removes it.
    private func set(_ text: String?, of number: Int64) throws {
        let old = try String.fetchOne(
            database.cachedStatement(sql: "SELECT text FROM ticket_texts WHERE number = ?"),
            arguments: [number]
        )
        switch (old, text) {
        case (nil, nil): return
        case (nil, let text?):
            try execute("INSERT INTO ticket_texts (number, text) VALUES (?, ?)", [number, text])
            try insert(Trigrams(of: text), of: number)
        case (let old?, nil):
            try execute("DELETE FROM ticket_texts WHERE number = ?", [number])
            try delete(Trigrams(of: old), of: number)
        case (let old?, let text?):
            guard old != text else { return }
            try execute("UPDATE ticket_texts SET text = ? WHERE number = ?", [text, number])
            let (before, after) = (Trigrams(of: old), Trigrams(of: text))
            guard before != after else { return }
            // Always both, so that FTS5 counts the ticket once.
            try delete(before.subtracting(after), of: number)
            try insert(after.subtracting(before), of: number)
        }
    }

    private func insert(_ trigrams: Trigrams, of number: Int64) throws {
        try execute(
            "INSERT INTO ticket_trigrams (rowid, trigrams) VALUES (?, ?)",
            [number, trigrams.text]
        )
    }

    /// The index keeps no texts, and must be told what it held (https://www.sqlite.org/fts5.html, section 6.3).
    private func delete(_ trigrams: Trigrams, of number: Int64) throws {
        try execute(
            """
            INSERT INTO ticket_trigrams (ticket_trigrams, rowid, trigrams) VALUES ('delete', ?, ?)
            """,
            [number, trigrams.text]
        )
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
