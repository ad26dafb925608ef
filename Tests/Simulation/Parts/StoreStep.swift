import Billets
import BilletsWire

/// What can reach the store.
enum StoreStep {
    /// A report, and the connections that it tells of.
    case maintain(PresenceReport, connections: [Int], Fate)

    /// A command.
    case carryOut(CommandRequest, connection: Int, Fate)

    /// A question.
    case read(StoreQuestion)
}
