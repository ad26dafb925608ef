import Billets

extension User {
    /// Reads a user; it must be there.
    init(_ message: ProtoUser?, field: StaticString) throws(MessageFault) {
        guard let message else { throw MessageFault("\(field) is missing.") }
        self.init(id: try UserID(bytes: message.id, field: field), name: message.name)
    }

    /// The user as the link carries them.
    var message: ProtoUser {
        var message = ProtoUser()
        message.id = id.bytes
        message.name = name
        return message
    }
}

extension TicketLock {
    /// Reads a lock.
    init(_ message: ProtoLock) throws(MessageFault) {
        self.init(
            holder: try User(message.hasHolder ? message.holder : nil, field: "lock.holder"),
            since: Timestamp(millisecondsSinceEpoch: message.sinceMilliseconds),
            expiresAt: Timestamp(millisecondsSinceEpoch: message.expiresAtMilliseconds)
        )
    }

    /// The lock as the link carries it.
    var message: ProtoLock {
        var message = ProtoLock()
        message.holder = holder.message
        message.sinceMilliseconds = since.millisecondsSinceEpoch
        message.expiresAtMilliseconds = expiresAt.millisecondsSinceEpoch
        return message
    }
}

extension TicketStatus {
    /// Reads a status.
    init(_ message: ProtoTicketStatus) throws(MessageFault) {
        switch message {
        case .open: self = .open
        case .blocked: self = .blocked
        case .closed: self = .closed
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("status \(message.rawValue) is none that is known here.")
        }
    }

    /// The status as the link carries it.
    var message: ProtoTicketStatus {
        switch self {
        case .open: .open
        case .blocked: .blocked
        case .closed: .closed
        }
    }
}

extension TicketPriority {
    /// Reads a priority.
    init(_ message: ProtoTicketPriority) throws(MessageFault) {
        switch message {
        case .low: self = .low
        case .normal: self = .normal
        case .high: self = .high
        case .urgent: self = .urgent
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("priority \(message.rawValue) is none that is known here.")
        }
    }

    /// The priority as the link carries it.
    var message: ProtoTicketPriority {
        switch self {
        case .low: .low
        case .normal: .normal
        case .high: .high
        case .urgent: .urgent
        }
    }
}

extension Ticket {
    /// Reads a ticket.
    init(_ message: ProtoTicket) throws(MessageFault) {
        self.init(
            id: try TicketID(bytes: message.id, field: "ticket.id"),
            number: message.number,
            title: message.title,
            description: message.description_p,
            status: try TicketStatus(message.status),
            priority: try TicketPriority(message.priority),
            assignee: message.hasAssignee
                ? try User(message.assignee, field: "ticket.assignee") : nil,
            version: message.version,
            createdAt: Timestamp(millisecondsSinceEpoch: message.createdAtMilliseconds),
            createdBy: try User(
                message.hasCreatedBy ? message.createdBy : nil,
                field: "ticket.created_by"
            ),
            updatedAt: Timestamp(millisecondsSinceEpoch: message.updatedAtMilliseconds),
            updatedBy: message.hasUpdatedBy
                ? try User(message.updatedBy, field: "ticket.updated_by") : nil,
            lock: message.hasLock ? try TicketLock(message.lock) : nil
        )
    }

    /// The ticket as the link carries it.
    var message: ProtoTicket {
        var message = ProtoTicket()
        message.id = id.bytes
        message.number = number
        message.title = title
        message.description_p = description
        message.status = status.message
        message.priority = priority.message
        if let assignee { message.assignee = assignee.message }
        message.version = version
        message.createdAtMilliseconds = createdAt.millisecondsSinceEpoch
        message.createdBy = createdBy.message
        message.updatedAtMilliseconds = updatedAt.millisecondsSinceEpoch
        if let updatedBy { message.updatedBy = updatedBy.message }
        if let lock { message.lock = lock.message }
        return message
    }

    /// About how many bytes the ticket takes in a message.
    var approximateMessageBytes: Int {
        title.utf8.count + description.utf8.count + 256
    }
}
