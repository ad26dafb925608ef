public import Billets

extension Ticket {
    /// The ticket as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.ticket(self)
        return writer.bytes
    }
}

extension TicketPage {
    /// The page as JSON, UTF-8; `order` is that of the list.
    public func encoded(order: TicketOrder) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 * (tickets.count + 1))
        writer.object { writer in
            writer.key("tickets")
            writer.array(tickets) { $0.ticket($1) }
            let cursor = next.map { TicketCursor(epoch: latest.epoch, order: order, place: $0) }
            writer.member("nextCursor", cursor?.description)
            writer.member("epoch", latest.epoch.description)
            writer.member("revision", latest.revision.number)
        }
        return writer.bytes
    }
}

extension HistoryPage {
    /// The page as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("events")
            writer.array(events) { $0.encoded($1.payload) }
            writer.member("nextBefore", hasMore ? events.last?.cursor.text : nil)
        }
        return writer.bytes
    }
}

extension EventPage {
    /// The page as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("epoch", latest.epoch.description)
            writer.member("revision", latest.revision.number)
            writer.key("events")
            writer.array(events) { $0.encoded($1.payload) }
            writer.key("more")
            writer.boolean(events.last.map { $0.cursor.revision < latest.revision } ?? false)
            // A page without events is one that was asked for behind the last event.
            writer.member("next", (events.last?.cursor ?? latest).text)
        }
        return writer.bytes
    }
}

extension StreamReset {
    /// The message as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "Reset")
            writer.member("epoch", cursor.epoch.description)
            writer.member("revision", cursor.revision.number)
        }
        return writer.bytes
    }
}

extension TicketDraft {
    /// Reads a ticket to be created from a request's body.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { try $0.draft() }
    }
}

extension TicketPatch {
    /// Reads a change from a request's body.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            TicketPatch(
                version: fields.contains("version") ? try fields.wholeNumber("version") : nil,
                edit: try fields.edit()
            )
        }
    }
}
