import Billets

/// One row of the events table, and the intent behind it.
struct LineageRow {
    /// How many commits there were before it in the whole schedule: no other row has this number.
    let serial: Int

    /// What happened.
    let event: TicketEvent

    /// The intent whose last step it is.
    let requestID: RequestID?
}
