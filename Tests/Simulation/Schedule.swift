/// One run of a simulated world, from one seed.
package struct Schedule: Sendable {
    /// What it follows from.
    package let seed: UInt64

    /// The deliberate fault in it, if any.
    package let defect: Defect?

    /// The schedule of a seed.
    package init(seed: UInt64, defect: Defect? = nil) {
        self.seed = seed
        self.defect = defect
    }

    /// Runs it.
    ///
    /// - Throws: the promise that was broken, with what led to it.
    package func run() throws(Violation) -> ScheduleTally {
        var world = World(seed: seed, defect: defect, isRecording: false)
        world.run()
        guard let sentence = world.broken else { return world.tally }
        let history = self.history().suffix(Violation.historyLinesMaximum)
        throw Violation(seed: seed, defect: defect, sentence: sentence, history: Array(history))
    }

    /// Runs it, and tells all that happened.
    package func history() -> [String] {
        var world = World(seed: seed, defect: defect, isRecording: true)
        world.run()
        return world.chronicle.lines + [world.broken.map { "broken: \($0)" } ?? "all is well"]
    }
}
