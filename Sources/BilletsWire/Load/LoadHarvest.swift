/// The counts of a worker of a load test since its previous harvest.
public struct LoadHarvest: Hashable, Sendable {
    /// The stage of the test, such as `measuring`.
    public var stage: String

    /// The number of the slice of the measured time, from 1; 0 outside of it.
    public var slice: Int64

    /// The end of the slice, in milliseconds from the start of the measured time.
    public var endMilliseconds: Int64

    /// The time since the previous harvest, in milliseconds.
    public var elapsedMilliseconds: Int64

    /// The counts.
    public var counts: LoadCounts

    /// A harvest.
    public init(
        stage: String,
        slice: Int64 = 0,
        endMilliseconds: Int64 = 0,
        elapsedMilliseconds: Int64 = 0,
        counts: LoadCounts = LoadCounts()
    ) {
        self.stage = stage
        self.slice = slice
        self.endMilliseconds = endMilliseconds
        self.elapsedMilliseconds = elapsedMilliseconds
        self.counts = counts
    }
}
