import Billets

/// The parts of messages and requests that say what is to become of tickets.
extension KeyedDecodingContainer<JSONKey> {
    /// The ticket to be created that this object describes.
    func draft() throws -> TicketDraft {
        TicketDraft(
            id: try optionalIdentifier("id"),
            title: try text("title"),
            description: try optionalText("description") ?? "",
            status: try optionalChoice("status") ?? .open,
            priority: try optionalChoice("priority") ?? .normal,
            assignee: try optionalIdentifier("assignee")
        )
    }

    /// The change of a ticket that this object describes.
    func edit() throws -> TicketEdit {
        func named<Value>(_ key: JSONKey, _ read: (JSONKey) throws -> Value) throws -> Value? {
            contains(key) ? try read(key) : nil
        }
        return TicketEdit(
            title: try named("title") { try text($0) },
            description: try named("description") { try text($0) },
            status: try named("status") { try choice($0) },
            priority: try named("priority") { try choice($0) },
            assignee: try named("assignee") { key in
                let id: UserID? = try optionalIdentifier(key)
                return id.map { .user($0) } ?? .nobody
            } ?? .unchanged
        )
    }
}
