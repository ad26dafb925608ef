import BilletsSimulation
import Testing

@Suite("Simulated worlds")
struct SimulationTests {
    /// How many schedules one test case runs: as many cases run at a time as there are processors.
    private static let chunk = 1_000

    @Test(
        "Whatever fails, nothing is lost and everybody agrees: 20,000 schedules",
        arguments: 0..<20
    )
    func promises(part: Int) async {
        let first = UInt64(part * Self.chunk + 1)
        let result = await Campaign(seed: first, schedules: Self.chunk, jobs: 1).run()
        #expect(result.violation == nil)
        #expect(result.schedules == Self.chunk)
        // A world in which nothing happens proves nothing.
        #expect(result.tally.commands > Self.chunk)
        #expect(result.tally.deliveries > 10 * Self.chunk)
        for (kind, count) in result.tally.faultsByKind {
            #expect(count > 0, "no schedule had the fault \(kind.rawValue)")
        }
    }

    @Test(
        "A deliberate defect is found within 2,000 schedules",
        arguments: Defect.allCases
    )
    func defects(defect: Defect) async {
        let result = await Campaign(seed: 1, schedules: 2_000, defect: defect, jobs: 1).run()
        #expect(result.violation?.defect == defect)
        #expect(result.violation?.history.isEmpty == false)
    }

    @Test("The same seed tells the same history, another seed another one")
    func repeats() {
        for seed in 1...20 as ClosedRange<UInt64> {
            let history = Schedule(seed: seed).history()
            #expect(history == Schedule(seed: seed).history())
            #expect(history != Schedule(seed: seed + 1).history())
        }
    }

    @Test("What was found is found again from its seed, with the same history")
    func violationsRepeat() async throws {
        let campaign = Campaign(seed: 1, schedules: 2_000, defect: .noVersionCheck, jobs: 1)
        let found = try #require(await campaign.run().violation)
        #expect(throws: found) {
            try Schedule(seed: found.seed, defect: found.defect).run()
        }
        #expect(found.history.count <= Violation.historyLinesMaximum)
        #expect(found.description.contains("Seed \(found.seed) with the defect noVersionCheck"))
        // Without the defect the same seed breaks no promise.
        #expect(throws: Never.self) { try Schedule(seed: found.seed).run() }
    }
}
