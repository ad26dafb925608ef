import Billets

/// The parts of messages and documents that tell of tickets.
extension JSONWriter {
    /// Writes a ticket.
    mutating func ticket(_ ticket: Ticket) {
        object { writer in
            writer.member("id", ticket.id.description)
            writer.member("number", ticket.number)
            writer.member("title", ticket.title)
            writer.member("description", ticket.description)
            writer.member("status", ticket.status.rawValue)
            writer.member("priority", ticket.priority.rawValue)
            writer.member("assignee", ticket.assignee) { $0.user($1) }
            writer.member("version", ticket.version)
            writer.member("createdAt", ticket.createdAt.rfc3339)
            writer.member("createdBy", ticket.createdBy) { $0.user($1) }
            writer.member("updatedAt", ticket.updatedAt.rfc3339)
            writer.member("updatedBy", ticket.updatedBy) { $0.user($1) }
            writer.member("lock", ticket.lock) { $0.lock($1) }
        }
    }

    /// Writes a lock.
    mutating func lock(_ lock: TicketLock) {
        object { writer in
            writer.member("by", lock.holder) { $0.user($1) }
            writer.member("since", lock.since.rfc3339)
            writer.member("expiresAt", lock.expiresAt.rfc3339)
        }
    }

    /// Writes a person.
    mutating func user(_ user: User) {
        object { writer in
            writer.member("id", user.id.description)
            writer.member("name", user.name)
        }
    }
}
