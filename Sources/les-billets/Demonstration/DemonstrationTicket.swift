import Billets

/// A ticket of a demonstration: a day at the help desk of a small hotel.
struct DemonstrationTicket: Sendable {
    /// Who made it.
    let author: DemonstrationUser

    /// What it is about.
    let title: String

    /// The whole story.
    let description: String

    /// How far it has got.
    var status = TicketStatus.open

    /// How much it matters.
    var priority = TicketPriority.normal

    /// Who is to solve it.
    var assignee: DemonstrationUser?

    /// All of them, in the order in which they came in.
    static let all = [
        DemonstrationTicket(
            author: .ada,
            title: "Hoover on the third floor is too loud",
            description:
                "From 5 to 7 in the morning. The guests of rooms 31 to 36 asked for quiet.",
            assignee: .grace
        ),
        DemonstrationTicket(
            author: .grace,
            title: "Card reader at the bar declines every second card",
            description:
                "Since the update last night. Cash works. The supplier's case number is 88-1042.",
            priority: .urgent,
            assignee: .linus
        ),
        DemonstrationTicket(
            author: .linus,
            title: "Wi-Fi in the conference room drops every ten minutes",
            description:
                "Forty people on Thursday at 9. The access point by the window restarts by itself.",
            priority: .high,
            assignee: .linus
        ),
        DemonstrationTicket(
            author: .grace,
            title: "Invoice for room 12 shows two breakfasts too many",
            description: "The guest stayed alone. She would like the corrected invoice by e-mail.",
            assignee: .ada
        ),
        DemonstrationTicket(
            author: .ada,
            title: "Lift stops between the first and the second floor",
            description: "Waiting for the engineer, who comes on Monday with the spare part.",
            status: .blocked,
            priority: .urgent,
            assignee: .grace
        ),
        DemonstrationTicket(
            author: .linus,
            title: "Door of room 27 does not open with a new key card",
            description: "The old card works. The lock's battery was changed in March.",
            priority: .high
        ),
        DemonstrationTicket(
            author: .grace,
            title: "Coffee machine in the lobby leaks",
            description: "A cup of water a day, at the back on the left.",
            priority: .low
        ),
        DemonstrationTicket(
            author: .ada,
            title: "Booking page shows yesterday's prices",
            description: "Only in French. The English page is right.",
            priority: .high,
            assignee: .linus
        ),
        DemonstrationTicket(
            author: .linus,
            title: "Printer at the front desk prints pale stripes",
            description: "Cleaned and a new cartridge put in.",
            status: .closed,
            priority: .low,
            assignee: .linus
        ),
        DemonstrationTicket(
            author: .grace,
            title: "Guest left a blue scarf in the taxi of 18 May",
            description: "The taxi company calls back once the driver is on duty again.",
            status: .blocked,
            priority: .low,
            assignee: .grace
        ),
        DemonstrationTicket(
            author: .ada,
            title: "Add the new summer terrace to the restaurant's booking form",
            description: "Twelve tables, from 1 June on, not when it rains.",
            assignee: .ada
        ),
        DemonstrationTicket(
            author: .linus,
            title: "Heating in room 8 cannot be turned down",
            description: "The valve was replaced; the guest is happy.",
            status: .closed,
            assignee: .grace
        ),
    ]
}
