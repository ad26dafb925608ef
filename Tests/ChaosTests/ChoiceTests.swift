import Billets
import BilletsChaos
import BilletsSeeds
import Testing

@Suite struct ChoiceTests {
    private func choices(seed: UInt64, number: UInt64) -> [AgentChoice] {
        var generator = SeededGenerator(seed: seed, number: number)
        return (0..<500).map { _ in AgentChoice(using: &generator, thinking: .seconds(1)) }
    }

    @Test func `The same seed makes the same choices, for each client other ones`() {
        #expect(choices(seed: 7, number: 1) == choices(seed: 7, number: 1))
        #expect(choices(seed: 7, number: 1) != choices(seed: 7, number: 2))
        #expect(choices(seed: 7, number: 1) != choices(seed: 8, number: 1))
        #expect(Set(choices(seed: 7, number: 1).map(\.deed)) == Set(AgentChoice.Deed.allCases))
    }

    @Test(arguments: StoreMode.allCases)
    func `The same seed makes the same faults, every kind before any comes twice`(store: StoreMode)
    {
        func faults(seed: UInt64) -> [[Fault]] {
            var menu = FaultMenu(
                plan: RigPlan(store: store),
                canBreakDisks: true,
                crowd: 10,
                seed: seed
            )
            return (0..<100).map { _ in menu.next() }
        }
        #expect(faults(seed: 3) == faults(seed: 3))
        #expect(faults(seed: 3) != faults(seed: 4))
        let kinds = Set(faults(seed: 3).joined().map(\.name))
        // A round of all kinds, and then most of another: all are among the first hundred.
        #expect(kinds.count == (store == .remote ? 42 : 32))
        #expect(faults(seed: 3).contains { $0.count > 1 })
    }
}
