import Billets
import BilletsWire

/// The one store of a simulated world: the product's rules of a database, its backup, its clock, and whether
/// it can be reached.
struct SimulatedStore {
    /// What it keeps.
    var database: MemoryDatabase

    /// The last backup.
    var backup: MemoryDatabase

    /// Until when it cannot be reached, in microseconds.
    var awayUntil = 0

    /// How far ahead of the true time its clock is, in microseconds.
    var clockOffset = 0

    /// When its clock jumped last, in microseconds; nil if it never did.
    var jumpedAt: Int?

    /// An empty database.
    init(_ database: MemoryDatabase) {
        self.database = database
        backup = database
    }

    /// What a clock shows that is `offset` ahead of the true time.
    static func clock(at now: Int, offset: Int) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: 1_700_000_000_000 + Int64((now + offset) / 1000))
    }

    /// What the store's clock shows.
    func clock(at now: Int) -> Timestamp {
        Self.clock(at: now, offset: clockOffset)
    }
}
