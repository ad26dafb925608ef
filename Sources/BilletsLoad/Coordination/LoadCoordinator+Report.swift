import BilletsWire

/// The result of a test.
extension LoadCoordinator {
    /// The report of all workers together, with a part for each if there are several.
    mutating func report() -> LoadReport {
        var report = LoadReport()
        report.scenario = plan.scenario.rawValue
        report.urls = plan.targets.map(\.url)
        report.sockets = plan.sockets
        report.senders = plan.senders
        total.fill(&report)
        if let test = plan.measuredTest { report.test = test.text }
        report.isInterrupted = report.isInterrupted || isStopping
        report.slices = slices.slices()
        if workers.count > 1 {
            report.parts = workers.enumerated().map { index, worker in
                part(index, worker)
            }
        }
        report.notes = LoadAdvice.notes(on: report) + losses
        return report
    }

    private func part(_ index: Int, _ worker: LoadWorkerState) -> LoadReport.Part {
        var report = LoadReport()
        report.sockets = worker.sockets
        report.senders = worker.senders
        worker.ledger.fill(&report)
        return LoadReport.Part(number: index + 1, failure: worker.loss, report: report)
    }
}
