import Billets
import GRDB

/// The SQL condition that terms occur in a ticket's text, or are its number.
///
/// If few tickets can meet it, it names them: those that have all trigrams of the long terms, or the tickets of a short one.
/// If many can, it only compares texts: then a list that is read in its order soon has a page of them.
struct TicketTermCondition {
    /// The condition on a row of `tickets`.
    private(set) var sql: String

    /// The values of its question marks.
    private(set) var arguments: StatementArguments

    /// The most trigrams in one question to the index; texts are compared with the whole terms anyway.
    private static let trigramsMaximum = 64

    /// The condition for `terms`, one or more.
    ///
    /// - Parameters:
    ///   - terms: the terms, folded.
    ///   - candidatesMaximum: how many tickets it names.
    ///   - database: the database that is asked how many tickets can meet it.
    /// - Throws: a `DatabaseError` if the index cannot be read.
    init(_ terms: [String], candidatesMaximum: Int, in database: Database) throws {
        // No text holds a NUL, at which a question to FTS5 would end.
        guard !terms.contains(where: { $0.utf8.contains(0) }) else {
            (sql, arguments) = ("FALSE", [])
            return
        }
        let comparisons = terms.map { term in
            TicketSearch.number(of: term) == nil
                ? "instr(text, ?) > 0" : "(instr(text, ?) > 0 OR number = ?)"
        }
        sql = """
            EXISTS (SELECT 1 FROM ticket_texts WHERE ticket_texts.number = tickets.number \
            AND \(comparisons.joined(separator: " AND ")))
            """
        arguments = StatementArguments()
        for term in terms {
            arguments += [term]
            if let number = TicketSearch.number(of: term) { arguments += [number] }
        }
        for source in Self.sources(terms)
        where try source.count(upTo: candidatesMaximum + 1, in: database) <= candidatesMaximum {
            sql = "number IN (\(source.sql)) AND \(sql)"
            arguments = source.arguments + arguments
            return
        }
    }

    /// The questions to the index, each of which names all tickets that can meet the condition: one for the long terms
    /// together, and one for each short term and each number.
    private static func sources(_ terms: [String]) -> [Source] {
        let words = terms.filter { TicketSearch.number(of: $0) == nil }
        let numbers = terms.compactMap { term in
            TicketSearch.number(of: term).map { (term: term, number: $0) }
        }
        return [Source(trigramsOf: words)].compactMap { $0 }
            + words.compactMap(Source.init(beginning:))
            + numbers.compactMap { Source(digits: $0.term, number: $0.number) }
    }

    /// A question to the index.
    private struct Source {
        /// The question, whose answers are numbers of tickets.
        var sql: String

        /// The values of its question marks.
        var arguments: StatementArguments

        /// The tickets that have all trigrams of `terms`; nil if there are none.
        init?(trigramsOf terms: [String]) {
            let trigrams = terms.flatMap(Trigrams.required(by:)).prefix(trigramsMaximum)
            guard !trigrams.isEmpty else { return nil }
            sql = "SELECT rowid FROM ticket_trigrams WHERE ticket_trigrams MATCH ?"
            // In quotes, in which nothing is an operator but quotes, which are doubled
            // (https://www.sqlite.org/fts5.html, section 3.1).
            let match = trigrams.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
            arguments = [match.joined(separator: " AND ")]
        }

        /// The tickets that have a trigram with this `beginning`, some of them more than once; nil if none can begin so.
        init?(beginning: String) {
            guard beginning.unicodeScalars.count < Trigrams.length,
                beginning.unicodeScalars.allSatisfy(Trigrams.mayHold)
            else { return nil }
            sql = "SELECT doc FROM ticket_trigram_rows WHERE term >= ? AND term <= ?"
            arguments = [beginning, beginning + "\u{10FFFF}\u{10FFFF}"]
        }

        /// The ticket `number`, and those in whose texts its `digits` occur.
        init?(digits: String, number: Int64) {
            guard let source = Source(beginning: digits) ?? Source(trigramsOf: [digits]) else {
                return nil
            }
            sql = source.sql + " UNION ALL SELECT ?"
            arguments = source.arguments + [number]
        }

        /// The number of its answers, as far as `limit`.
        func count(upTo limit: Int, in database: Database) throws -> Int {
            try Int.fetchOne(
                database.cachedStatement(sql: "SELECT count(*) FROM (\(sql) LIMIT ?)"),
                arguments: arguments + [limit]
            ) ?? 0
        }
    }
}
