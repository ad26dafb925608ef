/// Many schedules, one for each seed from the first on, over several threads.
package struct Campaign: Sendable {
    /// The first seed.
    package let seed: UInt64

    /// How many schedules there are.
    package let schedules: Int

    /// The deliberate fault in each of them, if any.
    package let defect: Defect?

    /// How many threads run them.
    package let jobs: Int

    /// The schedules from `seed` on.
    package init(seed: UInt64, schedules: Int, defect: Defect? = nil, jobs: Int) {
        self.seed = seed
        self.schedules = schedules
        self.defect = defect
        self.jobs = jobs
    }

    /// Runs them all, or until one breaks a promise; `report` is told how many are done, now and then.
    package func run(
        report: @escaping @Sendable (Int) -> Void = { _ in }
    ) async -> CampaignResult {
        let progress = CampaignProgress(schedules: schedules)
        await withTaskGroup { group in
            for _ in 0..<max(1, jobs) {
                group.addTask { work(progress, report) }
            }
        }
        return progress.result
    }

    private func work(_ progress: CampaignProgress, _ report: (Int) -> Void) {
        while let portion = progress.takePortion() {
            var tally = ScheduleTally()
            var done = 0
            var violation: Violation?
            for offset in portion where violation == nil {
                do throws(Violation) {
                    tally.add(try Schedule(seed: seed &+ offset, defect: defect).run())
                } catch {
                    violation = error
                }
                done += 1
            }
            report(progress.add(done, tally, violation))
        }
    }
}
