import Billets
import BilletsLoad
import BilletsWire

// What is judged about the world as a whole, and the words in which its history is told.
extension World {
    /// Everything is quiet: everybody agrees with the database, and nothing is uncertain.
    mutating func judge() {
        let snapshot = store.database.snapshot()
        let oldest = store.database.events(after: .none, limit: 0).oldestRetained
        let page = store.database.events(
            after: Revision(oldest.number - 1),
            limit: shape.retainedEventsMaximum
        )
        blame(auditor.settled(snapshot, page))
        blame(abandonedLock(in: snapshot))
        for client in clients.indices where clients[client].leftAt == nil {
            let name = "client \(client + 1)"
            guard let board = clients[client].observation.board, clients[client].connection != nil
            else {
                blame("\(name) has found no place in the stream")
                continue
            }
            if board.cursor != snapshot.cursor {
                blame(
                    """
                    \(name) stands at revision \(board.cursor.revision), and the database at \
                    \(snapshot.cursor.revision)
                    """
                )
            }
            if board.tickets != auditor.current.tickets {
                blame("\(name) has other tickets than the database")
            }
            if let intent = clients[client].intents.first {
                blame("\(name) has heard nothing certain of command \(intent.requestID.short)")
            }
        }
    }

    /// A lock that should have ended, since its holder has been away for long: judged where the store's clock
    /// went evenly.
    private func abandonedLock(in snapshot: Snapshot) -> String? {
        guard store.jumpedAt == nil else { return nil }
        for ticket in snapshot.tickets {
            guard let lock = ticket.lock,
                let leftAt = clients.first(where: { $0.user == lock.holder })?.leftAt
            else { continue }
            let takenAt = lock.expiresAt.adding(.zero - shape.leases.leaseDuration)
            // What was under way when they left may have taken a lock a moment later.
            guard takenAt < store.clock(at: leftAt - Self.patience) else { continue }
            return """
                \(lock.holder.name) holds the lock of ticket \(ticket.number), and has been away for long
                """
        }
        return nil
    }

    /// The users who have a socket of which the store must know: it took in a report made since the socket
    /// was opened, in its present history, and its clock has been even for long enough.
    func usersOfWhomTheStoreKnows() -> Set<UserID> {
        if let jumpedAt = store.jumpedAt, now - jumpedAt < 3_000_000 { return [] }
        var users: Set<UserID> = []
        for connection in connections
        where connection.isCounted && connection.reportedIn == auditor.epoch {
            users.insert(clients[connection.client].user.id)
        }
        return users
    }

    /// A connection, in words.
    func words(_ connection: Int) -> String {
        let (client, name) = (connections[connection].client, connections[connection].gateway)
        return "client \(client + 1) (\(clients[client].user.name)) on \(name)"
    }

    /// Events, in words.
    func words(_ events: [WireEvent]) -> String {
        "revisions \(events.map(\.cursor.revision.description).joined(separator: ", "))"
    }

    /// An acceptance, in words.
    func words(_ acceptance: Acceptance) -> String {
        acceptance.events.isEmpty
            ? "it was revision \(acceptance.revision) already" : words(acceptance.events)
    }

    /// A command, in words.
    func words(_ request: CommandRequest) -> String {
        let id = request.requestID?.short ?? "without a name"
        return switch request.command {
        case .create: "command \(id) (create)"
        case .lock(let ticket): "command \(id) (lock \(ticket.short))"
        case .update(let ticket, let version, _):
            "command \(id) (update \(ticket.short) from version \(version ?? 0))"
        case .unlock(let ticket): "command \(id) (unlock \(ticket.short))"
        case .forceUnlock(let ticket): "command \(id) (force \(ticket.short))"
        }
    }

    /// A message of a client, in words.
    func words(_ message: ClientMessage) -> String {
        switch message {
        case .getTickets: "GetTickets"
        case .createTicket: "CreateTicket"
        case .lockTicket(let ticket): "LockTicket \(ticket.short)"
        case .updateTicket(let ticket, let version, _):
            "UpdateTicket \(ticket.short) from version \(version)"
        case .unlockTicket(let ticket): "UnlockTicket \(ticket.short)"
        }
    }
}
