import Billets

extension ClientEnvelope {
    /// The message as JSON, UTF-8: what a client of ours sends.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            switch message {
            case .getTickets(let since):
                writer.member("type", MessageType.getTickets.rawValue)
                if let since {
                    writer.member("since", since) { writer, since in
                        writer.object {
                            $0.member("epoch", since.epoch.description)
                            $0.member("revision", since.revision.number)
                        }
                    }
                }
            case .createTicket(let draft):
                writer.member("type", MessageType.createTicket.rawValue)
                writer.member("ticket", draft) { $0.draft($1) }
            case .lockTicket(let id):
                writer.member("type", MessageType.lockTicket.rawValue)
                writer.member("ticketId", id.description)
            case .updateTicket(let id, let version, let edit):
                writer.member("type", MessageType.updateTicket.rawValue)
                writer.member("ticket", edit) { $0.edit($1, of: id, version: version) }
            case .unlockTicket(let id):
                writer.member("type", MessageType.unlockTicket.rawValue)
                writer.member("ticketId", id.description)
            }
            if let requestID { writer.member("requestId", requestID.description) }
        }
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func draft(_ draft: TicketDraft) {
        object { writer in
            if let id = draft.id { writer.member("id", id.description) }
            writer.member("title", draft.title)
            writer.member("description", draft.description)
            writer.member("status", draft.status.rawValue)
            writer.member("priority", draft.priority.rawValue)
            writer.member("assignee", draft.assignee?.description)
        }
    }

    fileprivate mutating func edit(_ edit: TicketEdit, of id: TicketID, version: Int64) {
        object { writer in
            writer.member("id", id.description)
            writer.member("version", version)
            if let title = edit.title { writer.member("title", title) }
            if let description = edit.description { writer.member("description", description) }
            if let status = edit.status { writer.member("status", status.rawValue) }
            if let priority = edit.priority { writer.member("priority", priority.rawValue) }
            switch edit.assignee {
            case .unchanged: break
            case .nobody: writer.member("assignee", nil as String?)
            case .user(let id): writer.member("assignee", id.description)
            }
        }
    }
}
