import Billets
import BilletsWire

/// What somebody does next, with the tickets that they see.
enum AgentStep: Hashable, Sendable {
    /// Sends a command.
    case command(ClientMessage)

    /// Asks for all tickets.
    case reload

    /// Asks for what came since.
    case resume

    /// Goes to another gateway.
    case move

    /// The most tickets that agents make: beyond that they work on those that there are.
    static let ticketsMaximum = 120

    /// What follows from `choice` for somebody who sees `board`.
    ///
    /// - Parameters:
    ///   - choice: what they want.
    ///   - board: the tickets.
    ///   - me: who they are.
    ///   - reserved: how many of the oldest tickets they leave alone.
    init(_ choice: AgentChoice, on board: Board?, me: User, reserved: Int) {
        let tickets = (board?.tickets.values.filter { $0.number > reserved } ?? [])
            .sorted { $0.number < $1.number }
        let held = tickets.filter { $0.lock?.holder.id == me.id }
        switch choice.deed {
        case .reload: self = .reload
        case .resume: self = .resume
        case .move: self = .move
        case .create where tickets.count < Self.ticketsMaximum:
            self = .command(.createTicket(TicketDraft(title: "Ticket \(choice.word)")))
        case .create, .lock:
            self = Self.lock(Self.pick(tickets, choice), choice)
        case .update:
            self = Self.update(Self.pick(tickets, choice), choice)
        case .unlock:
            self =
                Self.pick(held, choice).map { .command(.unlockTicket($0.id)) }
                ?? Self.lock(Self.pick(tickets, choice), choice)
        case .renew:
            self = Self.lock(Self.pick(held, choice) ?? Self.pick(tickets, choice), choice)
        case .updateOwn:
            self = Self.update(Self.pick(held, choice) ?? Self.pick(tickets, choice), choice)
        }
    }

    private static func pick(_ tickets: [Ticket], _ choice: AgentChoice) -> Ticket? {
        tickets.isEmpty ? nil : tickets[Int(choice.place * Double(tickets.count))]
    }

    /// Where there is no ticket yet, one is made.
    private static func lock(_ ticket: Ticket?, _ choice: AgentChoice) -> AgentStep {
        .command(
            ticket.map { .lockTicket($0.id) }
                ?? .createTicket(TicketDraft(title: "Ticket \(choice.word)"))
        )
    }

    private static func update(_ ticket: Ticket?, _ choice: AgentChoice) -> AgentStep {
        guard let ticket else { return lock(nil, choice) }
        var edit = TicketEdit()
        switch choice.word % 4 {
        case 0: edit.title = "Title \(choice.word)"
        case 1: edit.description = String(repeating: "Word \(choice.word). ", count: 8)
        case 2: edit.priority = TicketPriority.allCases[Int(choice.word / 4) % 4]
        default: edit.status = TicketStatus.allCases[Int(choice.word / 4) % 3]
        }
        return .command(.updateTicket(ticket.id, version: ticket.version, edit))
    }
}
