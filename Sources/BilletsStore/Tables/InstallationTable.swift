import Billets
import FoundationEssentials
import GRDB

/// The one row of `installation`: which database it is.
struct InstallationTable {
    /// Where the table is.
    let database: Database

    /// Which database it is, and the key of its events.
    func identity(leases: LeasePolicy) throws -> StoreIdentity {
        let statement = try database.cachedStatement(
            sql: "SELECT database_id, epoch, wire_key FROM installation"
        )
        guard let row = try Row.fetchOne(statement) else { throw Self.missing }
        return StoreIdentity(
            databaseID: try row.identifier(0),
            epoch: try row.identifier(1),
            wireKey: [UInt8](try row.decode(Data.self, atIndex: 2)),
            leases: leases
        )
    }

    /// The present history.
    func epoch() throws -> Epoch {
        let statement = try database.cachedStatement(sql: "SELECT epoch FROM installation")
        guard let row = try Row.fetchOne(statement) else { throw Self.missing }
        return try row.identifier(0)
    }

    /// Begins another history.
    func setEpoch(_ epoch: Epoch) throws {
        try database.cachedStatement(sql: "UPDATE installation SET epoch = ?")
            .execute(arguments: [epoch.stored])
    }

    private static let missing = Rejection(
        .unavailable,
        "The database has lost its name: restore it from a backup.",
        cause: "the table installation has no row"
    )
}
