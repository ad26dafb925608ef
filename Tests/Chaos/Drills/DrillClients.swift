import Billets
import BilletsLoad
import BilletsWire
import NIOPosix

/// One client on each gateway of a rig, each somebody else.
struct DrillClients: Sendable {
    /// How long anything may take.
    static let patience: Duration = .seconds(30)

    /// The clients, in the order of the gateways.
    let all: [BoardClient]

    /// Connects them to the gateways themselves; `first` is the number of the first one's user.
    static func connect(_ rig: Rig, first: Int = 0) async throws -> DrillClients {
        var clients: [BoardClient] = []
        for gateway in rig.gateways {
            let user = rig.users[(first + gateway.index) % rig.users.count]
            let client = try await BoardClient.connect(
                to: gateway.directAddress,
                token: user.token,
                patience: patience,
                on: MultiThreadedEventLoopGroup.singleton
            )
            try await client.getTickets(patience: patience)
            clients.append(client)
        }
        return DrillClients(all: clients)
    }

    /// How many have lost their sockets.
    var ended: Int { all.filter { $0.observation.hasEnded }.count }

    /// What they noticed.
    var discrepancies: [String] { all.flatMap { $0.observation.discrepancies } }

    /// A ticket that is made over one of them, and seen by all.
    func ticket(_ title: String) async throws -> Ticket {
        let answer = try await all[0].command(.createTicket(TicketDraft(title: title)))
        guard let ticket = answer.ticket, let revision = answer.revision else {
            throw RigTrouble("no ticket: \(answer)")
        }
        for client in all { try await Self.see(revision, client) }
        return ticket
    }

    /// Waits until a client has seen a revision.
    static func see(_ revision: Revision, _ client: BoardClient) async throws {
        try await client.wait("revision \(revision)", patience: patience) {
            $0.hasEnded || $0.cursor.map { $0.revision >= revision } ?? false
        }
    }

    /// Lets one of them lock a ticket, and measures how long after the answer all others have seen it.
    ///
    /// - Returns: nil if the command was not accepted.
    func latency(from index: Int, locking ticket: TicketID) async throws -> Duration? {
        let answer = try await all[index].command(.lockTicket(ticket), patience: Self.patience)
        guard let revision = answer.revision else { return nil }
        let start = ContinuousClock.now
        for (number, client) in all.enumerated() where number != index {
            try await Self.see(revision, client)
        }
        return ContinuousClock.now - start
    }
}
