/// Which database a store keeps, and the key of its events, which lives in it.
public struct StoreIdentity: Hashable, Sendable {
    /// The database, for its whole life.
    public let databaseID: DatabaseID

    /// Its present history.
    public let epoch: Epoch

    /// The key that signs WireEvents, 32 bytes (HMAC-SHA256).
    public let wireKey: [UInt8]

    /// The rules of locks in this database.
    public let leases: LeasePolicy

    /// The identity of one database.
    public init(
        databaseID: DatabaseID,
        epoch: Epoch,
        wireKey: [UInt8],
        leases: LeasePolicy
    ) {
        self.databaseID = databaseID
        self.epoch = epoch
        self.wireKey = wireKey
        self.leases = leases
    }
}
