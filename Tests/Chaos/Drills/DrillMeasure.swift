/// Something that a drill measured, and what it should have been.
public struct DrillMeasure: Hashable, Sendable {
    /// What it is.
    public let what: String

    /// What was measured.
    public let measured: String

    /// What is wanted; empty where nothing is.
    public let wanted: String

    /// Whether it was as wanted.
    public let isMet: Bool

    /// A measure that has to be so.
    init(_ what: String, _ measured: String, wanted: String, isMet: Bool) {
        self.what = what
        self.measured = measured
        self.wanted = wanted
        self.isMet = isMet
    }

    /// A measure that is told, and nothing more.
    init(_ what: String, _ measured: String) {
        self.init(what, measured, wanted: "", isMet: true)
    }

    /// A count that has to be `wanted`.
    init(_ what: String, _ count: Int, wanted: Int) {
        self.init(what, "\(count)", wanted: "\(wanted)", isMet: count == wanted)
    }

    /// Times, none of which may reach `limit`.
    init(_ what: String, _ times: TimeSample, below limit: Duration) {
        self.init(
            what,
            times.description,
            wanted: "below \(limit.inSeconds)",
            isMet: times.count > 0 && times.longest < limit
        )
    }
}
