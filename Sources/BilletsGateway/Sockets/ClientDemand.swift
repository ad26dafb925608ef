package import Billets
package import BilletsWire

/// What a message of a client asks of the gateway.
package enum ClientDemand {
    /// A place in the stream: behind what it has seen, or with all tickets first.
    case place(CatchUpWant)

    /// A change.
    case command(TicketCommand)

    /// What `message` asks for.
    package init(_ message: ClientMessage) {
        switch message {
        case .getTickets(let since): self = .place(since.map { .since($0) } ?? .snapshot)
        case .createTicket(let draft): self = .command(.create(draft))
        case .lockTicket(let id): self = .command(.lock(id))
        case .updateTicket(let id, let version, let edit):
            self = .command(.update(id, version: version, edit))
        case .unlockTicket(let id): self = .command(.unlock(id))
        }
    }
}
