import Billets

/// The `type` of every message, as it stands in JSON.
enum MessageType: String, CaseIterable {
    case getTickets = "GetTickets"
    case createTicket = "CreateTicket"
    case lockTicket = "LockTicket"
    case updateTicket = "UpdateTicket"
    case unlockTicket = "UnlockTicket"

    case welcome = "Welcome"
    case allTickets = "AllTickets"
    case resumed = "Resumed"
    case ticketCreated = "TicketCreated"
    case ticketUpdated = "TicketUpdated"
    case ticketLocked = "TicketLocked"
    case ticketUnlocked = "TicketUnlocked"
    case accepted = "Accepted"
    case rejected = "Rejected"
    case draining = "Draining"

    /// The type of the event that tells of `change`.
    init(of change: TicketChange) {
        switch change {
        case .created: self = .ticketCreated
        case .updated: self = .ticketUpdated
        case .locked: self = .ticketLocked
        case .unlocked: self = .ticketUnlocked
        }
    }
}
