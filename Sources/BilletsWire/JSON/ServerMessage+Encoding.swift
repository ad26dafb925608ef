import Billets

extension ServerMessage {
    /// The message as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.members(of: self) }
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func members(of message: ServerMessage) {
        switch message {
        case .welcome(let welcome):
            members(of: welcome)
        case .allTickets(let cursor, let tickets, let more):
            member("type", MessageType.allTickets.rawValue)
            members(of: cursor)
            key("tickets")
            array(tickets) { $0.ticket($1) }
            key("more")
            boolean(more)
        case .resumed(let cursor, let missed):
            member("type", MessageType.resumed.rawValue)
            members(of: cursor)
            member("missed", missed)
        case .event(let event):
            members(of: event)
        case .accepted(let requestID, let revision, let ticket):
            member("type", MessageType.accepted.rawValue)
            member("requestId", requestID?.description)
            member("revision", revision.number)
            if let ticket { member("ticket", ticket) { $0.ticket($1) } }
        case .rejected(let requestID, let rejection):
            member("type", MessageType.rejected.rawValue)
            member("requestId", requestID?.description)
            member("code", rejection.code.rawValue)
            member("message", rejection.message)
            if let ticket = rejection.ticket { member("ticket", ticket) { $0.ticket($1) } }
        case .draining(let reconnectAfter):
            member("type", MessageType.draining.rawValue)
            member("reconnectAfterMs", reconnectAfter.wholeMilliseconds)
        }
    }

    private mutating func members(of welcome: Welcome) {
        member("type", MessageType.welcome.rawValue)
        member("protocol", Welcome.protocolVersion)
        member("connectionId", welcome.connectionID)
        member("node", welcome.node)
        member("user", welcome.user) { $0.user($1) }
        members(of: welcome.cursor)
        member("lockSeconds", welcome.leaseDuration.components.seconds)
    }

    private mutating func members(of cursor: Cursor) {
        member("epoch", cursor.epoch.description)
        member("revision", cursor.revision.number)
    }

    private mutating func members(of event: TicketEvent) {
        member("type", MessageType(of: event.change).rawValue)
        member("revision", event.revision.number)
        member("at", event.at.rfc3339)
        member("by", event.by) { $0.user($1) }
        switch event.change {
        case .created(let ticket), .updated(let ticket):
            member("ticket", ticket) { $0.ticket($1) }
        case .locked(let id, let lock):
            member("ticketId", id.description)
            member("lock", lock) { $0.lock($1) }
        case .unlocked(let id, let reason):
            member("ticketId", id.description)
            member("reason", reason.rawValue)
        }
    }
}
