import Billets

extension CommandRequest {
    /// Reads a command.
    init(_ message: ProtoCommand) throws(MessageFault) {
        let command: TicketCommand
        switch message.command {
        case .create(let create): command = .create(try TicketDraft(create))
        case .lock(let lock):
            command = .lock(try TicketID(bytes: lock.ticketID, field: "lock.ticket_id"))
        case .update(let update):
            command = .update(
                try TicketID(bytes: update.ticketID, field: "update.ticket_id"),
                version: update.version == Self.noVersion ? nil : update.version,
                try TicketEdit(update)
            )
        case .unlock(let unlock):
            command = .unlock(try TicketID(bytes: unlock.ticketID, field: "unlock.ticket_id"))
        case .forceUnlock(let unlock):
            command = .forceUnlock(
                try TicketID(bytes: unlock.ticketID, field: "force_unlock.ticket_id")
            )
        case nil: throw MessageFault("The command is missing, or of a kind that is not known here.")
        }
        self.init(
            user: try User(message.hasUser ? message.user : nil, field: "user"),
            requestID: message.hasRequestID
                ? try RequestID(bytes: message.requestID, field: "request_id") : nil,
            command: command,
            trace: message.hasTraceparent ? TraceContext(traceparent: message.traceparent) : nil
        )
    }

    /// The command number `sequence` of a stream as the link carries it.
    func message(sequence: UInt64) -> ProtoCommand {
        var message = ProtoCommand()
        message.sequence = sequence
        message.user = user.message
        if let requestID { message.requestID = requestID.bytes }
        if let trace { message.traceparent = trace.traceparent }
        switch command {
        case .create(let draft): message.create = draft.message
        case .lock(let id): message.lock.ticketID = id.bytes
        case .update(let id, let version, let edit):
            message.update = edit.message
            message.update.ticketID = id.bytes
            message.update.version = Self.message(version: version)
        case .unlock(let id): message.unlock.ticketID = id.bytes
        case .forceUnlock(let id): message.forceUnlock.ticketID = id.bytes
        }
        return message
    }

    /// The version of an update that names none, as the link carries it; no ticket has it.
    private static let noVersion: Int64 = 0

    /// The version as the link carries it.
    ///
    /// A client that names the version 0 names one all the same, and must not be taken for one that names none.
    private static func message(version: Int64?) -> Int64 {
        guard let version else { return noVersion }
        return version == noVersion ? -1 : version
    }

    /// About how many bytes the command takes in a message.
    var approximateMessageBytes: Int {
        let text =
            switch command {
            case .create(let draft): draft.title.utf8.count + draft.description.utf8.count
            case .update(_, _, let edit):
                (edit.title?.utf8.count ?? 0) + (edit.description?.utf8.count ?? 0)
            case .lock, .unlock, .forceUnlock: 0
            }
        return text + user.name.utf8.count + 128
    }
}

extension TicketDraft {
    /// Reads a draft.
    init(_ message: ProtoCreateCommand) throws(MessageFault) {
        self.init(
            id: message.hasID ? try TicketID(bytes: message.id, field: "create.id") : nil,
            title: message.title,
            description: message.description_p,
            status: try TicketStatus(message.status),
            priority: try TicketPriority(message.priority),
            assignee: message.hasAssignee
                ? try UserID(bytes: message.assignee, field: "create.assignee") : nil
        )
    }

    /// The draft as the link carries it.
    var message: ProtoCreateCommand {
        var message = ProtoCreateCommand()
        if let id { message.id = id.bytes }
        message.title = title
        message.description_p = description
        message.status = status.message
        message.priority = priority.message
        if let assignee { message.assignee = assignee.bytes }
        return message
    }
}

extension TicketEdit {
    /// Reads an edit.
    init(_ message: ProtoUpdateCommand) throws(MessageFault) {
        let assignee: AssigneeEdit =
            switch message.assignee {
            case .assigneeUser(let id): .user(try UserID(bytes: id, field: "update.assignee_user"))
            case .assigneeNobody: .nobody
            case nil: .unchanged
            }
        self.init(
            title: message.hasTitle ? message.title : nil,
            description: message.hasDescription_p ? message.description_p : nil,
            status: message.hasStatus ? try TicketStatus(message.status) : nil,
            priority: message.hasPriority ? try TicketPriority(message.priority) : nil,
            assignee: assignee
        )
    }

    /// The edit as the link carries it, without ticket and version.
    var message: ProtoUpdateCommand {
        var message = ProtoUpdateCommand()
        if let title { message.title = title }
        if let description { message.description_p = description }
        if let status { message.status = status.message }
        if let priority { message.priority = priority.message }
        switch assignee {
        case .unchanged: break
        case .nobody: message.assigneeNobody = true
        case .user(let id): message.assigneeUser = id.bytes
        }
        return message
    }
}
