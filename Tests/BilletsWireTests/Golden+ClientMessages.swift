import Billets
import BilletsWire

extension Golden {
    /// One file that leaves out what may be left out: it is read, but our clients do not write so.
    static let sparseClientMessages: [GoldenCase<ClientEnvelope>] = [
        GoldenCase(
            "CreateTicket-minimal",
            ClientEnvelope(
                requestID: nil,
                message: .createTicket(TicketDraft(title: "Hoover is too loud"))
            )
        )
    ]

    /// What clients say, and how our own clients write it.
    static let clientMessages: [GoldenCase<ClientEnvelope>] =
        [
            GoldenCase(
                "GetTickets",
                ClientEnvelope(requestID: nil, message: .getTickets(since: nil))
            )
        ]
        + [
            ("GetTickets-since", .getTickets(since: Sample.cursor)),
            ("CreateTicket-full", .createTicket(fullDraft)),
            (
                "CreateTicket-nobody",
                .createTicket(TicketDraft(title: "Hoover", priority: .low))
            ),
            ("LockTicket", .lockTicket(Sample.ticketID)),
            ("UnlockTicket", .unlockTicket(Sample.ticketID)),
        ].map { requested($0, $1) } + edits.map { requested("UpdateTicket-" + $0, update($1)) }

    private static let edits: [(String, TicketEdit)] = [
        ("title", TicketEdit(title: "Hoover is quiet")),
        ("description", TicketEdit(description: "")),
        ("status", TicketEdit(status: .closed)),
        ("priority", TicketEdit(priority: .low)),
        ("assignee", TicketEdit(assignee: .user(Sample.grace.id))),
        ("assignee-null", TicketEdit(assignee: .nobody)),
        ("nothing", TicketEdit()),
        (
            "everything",
            TicketEdit(
                title: "Hoover is quiet",
                description: "Sold.",
                status: .open,
                priority: .high,
                assignee: .user(Sample.ada.id)
            )
        ),
    ]

    private static let fullDraft = TicketDraft(
        id: Sample.ticketID,
        title: "Hoover is too loud",
        description: "From 5 to 7 in the morning.",
        status: .blocked,
        priority: .urgent,
        assignee: Sample.grace.id
    )

    private static func update(_ edit: TicketEdit) -> ClientMessage {
        .updateTicket(Sample.ticketID, version: 3, edit)
    }

    private static func requested(
        _ file: String,
        _ message: ClientMessage
    ) -> GoldenCase<ClientEnvelope> {
        GoldenCase(file, ClientEnvelope(requestID: Sample.requestID, message: message))
    }
}
