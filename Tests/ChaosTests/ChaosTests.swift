import BilletsChaos
import Synchronization
import Testing

/// Real processes, and what can happen to them: a short run of each store mode.
///
/// `deploy/chaos` runs long ones.
@Suite("Chaos", .serialized, .timeLimit(.minutes(5)))
struct ChaosTests {
    @Test(
        "Whatever breaks, nothing is lost and everybody agrees",
        arguments: StoreMode.allCases
    )
    func shortRun(_ store: StoreMode) async throws {
        var plan = RunPlan(
            rig: RigPlan(store: store),
            seed: .random(in: 1...999_999),
            duration: .seconds(25)
        )
        plan.clients = 12
        plan.crowd = 100
        plan.faultsMaximum = 8
        let said = Mutex("")
        let report = try await MixedRun(plan) { line in said.withLock { $0 += line + "\n" } }.run()
        let story = said.withLock { $0 }
        #expect(report.violations == [], "\(story)")
        #expect(report.faults.count > 0, "\(story)")
        #expect(report.totals.accepted > 0, "\(story)")
    }

    @Test("A lost PUBLISH is repaired, and no client notices", arguments: StoreMode.allCases)
    func lostPublish(_ store: StoreMode) async throws {
        var plan = DrillPlan(store: store, seed: 1)
        plan.lostFollowed = 10
        plan.lostAlone = 2
        let lost = try await Drill.lostPublish.run(plan) { _ in }
        // How fast it was depends on the machine: deploy/chaos judges that.
        #expect(lost.measures.first?.isMet == true, "\(lost.markdown)")
        #expect(lost.measures.last?.isMet == true, "\(lost.markdown)")
    }
}
