/// The outcome of a drill.
public struct DrillReport: Sendable {
    /// Which one.
    public let drill: Drill

    /// How the gateways reached the database.
    public let store: StoreMode

    /// What was measured.
    public let measures: [DrillMeasure]

    /// Whether all was as wanted.
    public var isPassed: Bool { measures.allSatisfy(\.isMet) }

    /// The report as a table (Markdown).
    public var markdown: String {
        var lines = [
            "Drill \(drill.rawValue), store \(store.rawValue): \(isPassed ? "passed" : "FAILED")",
            "",
            "| what | measured | wanted | |",
            "| --- | --- | --- | --- |",
        ]
        lines += measures.map {
            "| \($0.what) | \($0.measured) | \($0.wanted) | \($0.isMet ? "" : "**not met**") |"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
