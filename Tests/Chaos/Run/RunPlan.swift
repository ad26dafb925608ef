/// What a run with mixed faults is made of.
public struct RunPlan: Hashable, Sendable {
    /// The processes.
    public var rig: RigPlan

    /// What all choices follow from.
    public var seed: UInt64

    /// How long faults are injected.
    public var duration: Duration

    /// How many clients work.
    public var clients = 24

    /// How long each thinks before a command, on average.
    public var thought: Duration = .milliseconds(300)

    /// How many clients vanish at once.
    public var crowd = 500

    /// How many faults are injected at the most; nil for as many as there is time for.
    public var faultsMaximum: Int?

    /// A run.
    public init(rig: RigPlan, seed: UInt64, duration: Duration) {
        self.rig = rig
        self.seed = seed
        self.duration = duration
    }
}
