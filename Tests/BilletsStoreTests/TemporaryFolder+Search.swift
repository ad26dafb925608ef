import GRDB
import Testing

@testable import BilletsStore

extension TemporaryFolder {
    /// Sees that the index of searches holds the trigrams of the texts, and no others.
    func checkIndex() throws {
        try sql("INSERT INTO ticket_trigrams (ticket_trigrams) VALUES ('integrity-check')")
        let indexed = try sql("SELECT doc || ' ' || term FROM ticket_trigram_rows")
        let numbers = try sql("SELECT number FROM ticket_texts ORDER BY number")
        let texts = try sql("SELECT text FROM ticket_texts ORDER BY number")
        let expected = zip(numbers, texts)
            .flatMap { number, text in
                Trigrams(of: text).text.unicodeScalars.split(separator: " ").map {
                    "\(number) \(String($0))"
                }
            }
        #expect(Set(indexed) == Set(expected))
        #expect(indexed.count == expected.count)
    }

    /// Runs all migrations as the sqlite3 shell does, which can fold no text.
    func migrateWithoutProgram() throws {
        let queue = try DatabaseQueue(path: database)
        try queue.writeWithoutTransaction { database in
            for migration in try Migration.all(in: Self.migrations) {
                try database.execute(sql: migration.sql)
            }
        }
        try queue.close()
    }

    /// Adds a ticket as a program did that was older.
    func addOldTicket(_ number: Int, _ title: String) throws {
        try sql(
            """
            INSERT INTO tickets (number, id, title, description, status, priority, version,
                created_at, created_by_id, created_by_name, updated_at)
            VALUES (\(number), printf('00000000-0000-4000-8000-%012d', \(number)), '\(title)', '', 'open',
                'normal', 1, 1, '00000000-0000-4000-8000-000000000000', 'Ada', 1)
            """
        )
    }
}
