import BilletsLoad
import BilletsWire

/// A load test of several processes, which this one starts and leads.
struct JointLoadTest: Sendable {
    /// The interval of the search for workers that hang.
    static let checkInterval: Duration = .milliseconds(500)

    private let team: LoadTeam
    private let workers: [LoadWorkerProcess]

    /// A test of `plan` by so many processes, each of which is started with `arguments` and its number.
    init(
        _ plan: LoadPlan,
        processes: Int,
        program: String,
        arguments: [String],
        tokens: [String],
        show: @escaping @Sendable (LoadProgress) -> Void
    ) {
        team = LoadTeam(plan, workers: processes, tokens: tokens, show: show)
        // Without senders each worker measures the test that it sees.
        let test = plan.measuredTest.map { ["--test", $0.text] } ?? []
        workers = LoadShare.all(processes).map { share in
            LoadWorkerProcess(
                program: program,
                arguments: arguments + test + ["--worker", "\(share)"]
            )
        }
    }

    /// Ends the test early: it still reports what it has found out.
    func stop() async {
        await team.stop()
    }

    /// Carries out the test; no worker is left when it returns.
    ///
    /// - Throws: a `LoadFailure` if nothing can be found out at all.
    func perform() async throws -> LoadReport {
        await withTaskGroup(of: Bool.self) { group in
            for index in workers.indices {
                group.addTask {
                    await run(index)
                    return true
                }
            }
            group.addTask {
                while !Task.isCancelled, await !team.check() {
                    try? await Task.sleep(for: Self.checkInterval)
                }
                return false
            }
            var left = workers.count
            for await isWorker in group {
                if isWorker { left -= 1 }
                // A cancelled worker is killed.
                if !isWorker || left == 0 { group.cancelAll() }
            }
        }
        return try await team.result()
    }

    private func run(_ index: Int) async {
        let end = await workers[index].run(orders: team.orders[index]) { line in
            await team.receive(line, from: index)
        }
        await team.end(index, end)
    }
}
