public import Billets

extension ListedTickets {
    /// Reads a gateway's answer to `GET /api/tickets`.
    ///
    /// - Throws: `invalidMessage` if it is none.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { answer in
            var list = try answer.nestedUnkeyedContainer(forKey: "tickets")
            var tickets: [Entry] = []
            while !list.isAtEnd {
                let ticket = try list.nestedContainer(keyedBy: JSONKey.self)
                tickets.append(
                    Entry(
                        id: try ticket.identifier("id"),
                        title: try ticket.text("title"),
                        version: try ticket.wholeNumber("version")
                    )
                )
            }
            return ListedTickets(
                tickets: tickets,
                nextCursor: try answer.optionalText("nextCursor")
            )
        }
    }
}

extension TicketPatch {
    /// The change as the JSON body of a `PATCH`, UTF-8.
    ///
    /// It names the title, the description and the status, as far as they are changed.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            if let version { writer.member("version", version) }
            if let title = edit.title { writer.member("title", title) }
            if let description = edit.description { writer.member("description", description) }
            if let status = edit.status { writer.member("status", status.rawValue) }
        }
        return writer.bytes
    }
}
