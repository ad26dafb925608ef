import Metrics

/// What the client updater counts.
struct UpdaterMetrics: Sendable {
    private let reorderWaits: Counter
    private let gaps: Counter
    private let repairs: Counter
    private let startOvers: Counter
    private let currentResumes: Counter
    private let eventResumes: Counter
    private let snapshotResumes: Counter

    /// Counters that `factory` keeps.
    init(_ factory: any MetricsFactory) {
        func resumes(_ result: String) -> Counter {
            Counter(
                label: "les_billets_resumes_total",
                dimensions: [("result", result)],
                factory: factory
            )
        }
        reorderWaits = Counter(label: "les_billets_updater_reorder_waits_total", factory: factory)
        gaps = Counter(label: "les_billets_updater_gaps_total", factory: factory)
        repairs = Counter(label: "les_billets_updater_repairs_total", factory: factory)
        startOvers = Counter(label: "les_billets_updater_start_overs_total", factory: factory)
        currentResumes = resumes("current")
        eventResumes = resumes("events")
        snapshotResumes = resumes("snapshot")
    }

    /// Takes over what the machine has seen.
    func take(_ tally: UpdaterTally) {
        guard tally != UpdaterTally() else { return }
        reorderWaits.increment(by: tally.reorderWaits)
        gaps.increment(by: tally.gaps)
        repairs.increment(by: tally.repairs)
        currentResumes.increment(by: tally.currentResumes)
        eventResumes.increment(by: tally.eventResumes)
        snapshotResumes.increment(by: tally.snapshotResumes)
    }

    /// The history of the database is another one.
    func startedOver() {
        startOvers.increment()
    }
}
