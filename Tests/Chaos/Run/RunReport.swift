/// The outcome of a run with mixed faults.
public struct RunReport: Sendable {
    /// How the gateways reached the database.
    public let store: StoreMode

    /// What all choices followed from.
    public let seed: UInt64

    /// How long faults were injected.
    public let duration: Duration

    /// What was injected.
    public let faults: FaultTally

    /// What happened.
    public let totals: RunTotals

    /// The promises that were broken.
    public let violations: [Violation]

    /// The report as a table (Markdown).
    public var markdown: String {
        var lines = [
            "Store \(store.rawValue), seed \(seed), \(duration.components.seconds) s, "
                + "\(totals.clients) clients:",
            "",
            "| fault | count | of these mixed | longest time to converge | until all are ready |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        lines += faults.lines.map {
            "| \($0.name) | \($0.count) | \($0.mixed) | \($0.longest.converged.inSeconds) | "
                + "\($0.longest.ready.inSeconds) |"
        }
        lines.append(
            "| **all** | \(faults.count) | | \(faults.longest.converged.inSeconds) | "
                + "\(faults.longest.ready.inSeconds) |"
        )
        lines += [
            "",
            "| total | |",
            "| --- | ---: |",
            "| commands accepted | \(totals.accepted) |",
            "| commands rejected | \(totals.rejected) |",
            "| commands of unknown fate | \(totals.unknown) |",
            "| commands sent again | \(totals.retries) |",
            "| revisions | \(totals.revisions) |",
            "| deliveries | \(totals.deliveries) |",
            "| reconnects | \(totals.reconnects) |",
            "| **violations** | \(violations.count) |",
            "",
        ]
        return lines.joined(separator: "\n")
    }
}
