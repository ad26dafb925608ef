import Billets
import GRDB

/// The tickets as they stand.
struct TicketTable {
    /// Where the table is.
    let database: Database

    /// The ticket `id`; nil if there is none.
    func ticket(_ id: TicketID) throws -> Ticket? {
        let statement = try database.cachedStatement(sql: "\(Self.select) WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id.stored]).map(Self.ticket)
    }

    /// All tickets, by number.
    func all() throws -> [Ticket] {
        let statement = try database.cachedStatement(sql: "\(Self.select) ORDER BY number")
        return try tickets(statement, [])
    }

    /// Those that `query` selects, in its order; one more than its limit, if there is one.
    ///
    /// A search names `candidatesMaximum` tickets at most to SQLite (`TicketTermCondition`).
    func list(_ query: TicketQuery, candidatesMaximum: Int) throws -> [Ticket] {
        let listing = TicketListing(
            query,
            terms: try query.search
                .flatMap { search throws in
                    guard case .terms(let terms) = search, !terms.isEmpty else { return nil }
                    return try TicketTermCondition(
                        terms,
                        candidatesMaximum: candidatesMaximum,
                        in: database
                    )
                }
        )
        // Not cached: there are too many kinds of lists.
        let statement = try database.makeStatement(sql: "\(Self.select) \(listing.sql)")
        return try tickets(statement, listing.arguments)
    }

    /// Those whose lock has run out by `now`, the longest ago first.
    func expired(at now: Timestamp, limit: Int) throws -> [Ticket] {
        let statement = try database.cachedStatement(
            sql: "\(Self.select) WHERE lock_expires_at <= ? ORDER BY lock_expires_at LIMIT ?"
        )
        return try tickets(statement, [now.stored, limit])
    }

    /// Whether `expired` has any.
    func hasExpired(at now: Timestamp) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM tickets WHERE lock_expires_at <= ?)"
        )
        return try Bool.fetchOne(statement, arguments: [now.stored]) ?? false
    }

    /// How many have a lock.
    func locksHeld() throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT count(*) FROM tickets WHERE lock_expires_at IS NOT NULL"
        )
        return try Int.fetchOne(statement) ?? 0
    }

    /// Those whose lock `user` holds.
    func locked(by user: UserID) throws -> [Ticket] {
        let statement = try database.cachedStatement(
            sql: "\(Self.select) WHERE lock_holder_id = ? ORDER BY number"
        )
        return try tickets(statement, [user.stored])
    }

    /// The highest number; 0 if there are no tickets.
    func highestNumber() throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT max(number) FROM tickets")
        return try Int64.fetchOne(statement) ?? 0
    }

    /// Adds a ticket.
    func insert(_ ticket: Ticket) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO tickets (
                    number, id, title, description, status, priority, assignee_id, assignee_name,
                    version, created_at, created_by_id, created_by_name, updated_at
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(
            arguments: [
                ticket.number, ticket.id.stored, ticket.title, ticket.description,
                ticket.status.rawValue, ticket.priority.rawValue, ticket.assignee?.id.stored,
                ticket.assignee?.name, ticket.version, ticket.createdAt.stored,
                ticket.createdBy.id.stored, ticket.createdBy.name, ticket.updatedAt.stored,
            ]
        )
    }

    /// Writes what an update may have changed in a ticket that was `before`.
    ///
    /// The texts and the assignee only where they are others: a statement with a trigger or a foreign key has a savepoint of
    /// its own, and takes longer.
    func update(_ ticket: Ticket, from before: Ticket) throws {
        var columns = [
            "status = ?", "priority = ?", "version = ?", "updated_at = ?", "updated_by_id = ?",
            "updated_by_name = ?",
        ]
        var values: [(any DatabaseValueConvertible)?] = [
            ticket.status.rawValue, ticket.priority.rawValue, ticket.version,
            ticket.updatedAt.stored, ticket.updatedBy?.id.stored, ticket.updatedBy?.name,
        ]
        if !ticket.hasTexts(of: before) {
            columns += ["title = ?", "description = ?"]
            values += [ticket.title, ticket.description]
        }
        if ticket.assignee != before.assignee {
            columns += ["assignee_id = ?", "assignee_name = ?"]
            values += [ticket.assignee?.id.stored, ticket.assignee?.name]
        }
        try database
            .cachedStatement(
                sql: "UPDATE tickets SET \(columns.joined(separator: ", ")) WHERE number = ?"
            )
            .execute(arguments: StatementArguments(values + [ticket.number]))
    }

    /// Writes the lock.
    func setLock(of ticket: Ticket) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE tickets SET
                    lock_holder_id = ?, lock_holder_name = ?, lock_since = ?, lock_expires_at = ?
                WHERE number = ?
                """
        )
        let lock = ticket.lock
        try statement.execute(
            arguments: [
                lock?.holder.id.stored, lock?.holder.name, lock?.since.stored,
                lock?.expiresAt.stored, ticket.number,
            ]
        )
    }

    private static let select = """
        SELECT number, id, title, description, status, priority, assignee_id, assignee_name, \
        version, created_at, created_by_id, created_by_name, updated_at, updated_by_id, \
        updated_by_name, lock_holder_id, lock_holder_name, lock_since, lock_expires_at FROM tickets
        """

    private func tickets(_ statement: Statement, _ arguments: StatementArguments) throws -> [Ticket]
    {
        var tickets: [Ticket] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() { tickets.append(try Self.ticket(row)) }
        return tickets
    }

    private static func ticket(_ row: Row) throws -> Ticket {
        Ticket(
            id: try row.identifier(1),
            number: try row.value(0),
            title: try row.value(2),
            description: try row.value(3),
            status: try row.choice(4),
            priority: try row.choice(5),
            assignee: try row.optionalUser(6),
            version: try row.value(8),
            createdAt: try row.timestamp(9),
            createdBy: try row.user(10),
            updatedAt: try row.timestamp(12),
            updatedBy: try row.optionalUser(13),
            lock: try row.optionalUser(15)
                .map { holder in
                    TicketLock(
                        holder: holder,
                        since: try row.timestamp(17),
                        expiresAt: try row.timestamp(18)
                    )
                }
        )
    }
}

extension Ticket {
    /// Returns true if title and description are those of `other`, byte by byte: equal strings may differ in normalisation.
    fileprivate func hasTexts(of other: Ticket) -> Bool {
        title.utf8.elementsEqual(other.title.utf8)
            && description.utf8.elementsEqual(other.description.utf8)
    }
}
