/// A deliberate fault in how the simulated world uses the product's values: it shows that the checks see.
///
/// None of them is in the product. Each is done by the world around it: a decision that is not performed, an
/// answer that is not the store's, a clock that is not the store's.
package enum Defect: String, CaseIterable, Sendable {
    /// Gateways never ask for what is missing between two events.
    case noGapFill

    /// Gateways never ask the store when they hear nothing.
    case noPoll

    /// Whatever a gateway hears is taken for its own history's.
    case noEpochCheck

    /// A snapshot is read, and the stream goes on from where it stands when the snapshot has come.
    case snapshotBeforeSubscribe

    /// What a command would lead to is published before it is committed.
    case publishBeforeCommit

    /// The store does not remember request ids.
    case noRequestMemory

    /// Commands are judged, and leases made, by the clock of the gateway that sends them.
    case leaseByGatewayClock

    /// A command is accepted before it is committed.
    case acceptBeforeCommit

    /// The store takes an update for one of the present version, whatever its sender had seen.
    case noVersionCheck

    /// An answer to an earlier question of a socket is taken for the answer to its last one.
    case noGenerationCheck

    /// Sockets stay when the history becomes another one.
    case socketsOutliveHistory

    /// A gateway whose report was lost goes on with differences, as if it had been heard.
    case noReportRepair

    /// What it does wrong, as its words: `no gap fill`.
    package var words: String {
        var words = ""
        for character in rawValue {
            words += character.isUppercase ? " " + character.lowercased() : String(character)
        }
        return words
    }
}
