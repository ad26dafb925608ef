public import Billets
public import BilletsWire

/// A database that exists in name only, and the events that it would have.
public struct EventBusDesk: Sendable {
    /// Its identity, like that of no other.
    public let identity: StoreIdentity

    /// A new database.
    public init() {
        self.init(
            databaseID: .random(),
            wireKey: (0..<32).map { _ in .random(in: .min ... .max) }
        )
    }

    private init(databaseID: DatabaseID, wireKey: [UInt8]) {
        identity = StoreIdentity(
            databaseID: databaseID,
            epoch: .random(),
            wireKey: wireKey,
            leases: LeasePolicy()
        )
    }

    /// The same database after it has been restored from a backup: its history is another.
    public func restored() -> EventBusDesk {
        EventBusDesk(databaseID: identity.databaseID, wireKey: identity.wireKey)
    }

    /// Whoever knows the name of the database, but not its key.
    public func impostor() -> EventBusDesk {
        let key = identity.wireKey.map { ~$0 }
        let other = StoreIdentity(
            databaseID: identity.databaseID,
            epoch: identity.epoch,
            wireKey: key,
            leases: identity.leases
        )
        return EventBusDesk(identity: other)
    }

    private init(identity: StoreIdentity) {
        self.identity = identity
    }

    /// The event number `revision`: a ticket is created.
    public func event(
        _ revision: Int,
        titled title: String = "Hoover is too loud",
        described description: String = ""
    ) -> WireEvent {
        let ada = User(id: .random(), name: "Ada")
        let moment = Timestamp(millisecondsSinceEpoch: 1_767_323_045_678 + Int64(revision))
        let ticket = Ticket(
            id: .random(),
            number: Int64(revision),
            title: title,
            description: description,
            status: .open,
            priority: .normal,
            assignee: nil,
            version: 1,
            createdAt: moment,
            createdBy: ada,
            updatedAt: moment,
            updatedBy: nil,
            lock: nil
        )
        let event = TicketEvent(
            revision: Revision(Int64(revision)),
            at: moment,
            by: ada,
            change: .created(ticket)
        )
        return WireEvent(event, epoch: identity.epoch)
    }
}
