import Billets

/// A ticket, two people and a moment, to try rules on.
enum TicketFixture {
    /// Somebody.
    static let ada = User(id: .random(), name: "Ada")

    /// Somebody else.
    static let grace = User(id: .random(), name: "Grace")

    /// When everything begins.
    static let start = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678)

    /// The moment so many seconds after the start.
    static func second(_ seconds: Int64) -> Timestamp {
        start.adding(.seconds(seconds))
    }

    /// A ticket that Ada created, at version 1 and not locked.
    static func ticket(_ draft: TicketDraft = TicketDraft(title: "Hoover is too loud"))
        throws(Rejection) -> Ticket
    {
        try Ticket.creating(
            draft,
            id: .random(),
            number: 7,
            assignee: nil,
            by: ada,
            at: start
        )
        .ticket
    }

    /// The same, whose lock `holder` took at the start.
    static func locked(by holder: User) throws -> Ticket {
        let steps = try ticket().locking(by: holder, under: LeasePolicy(), at: start)
        return steps[0].ticket
    }
}
