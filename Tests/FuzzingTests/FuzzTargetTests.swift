import BilletsFuzzing
import Testing

/// A short look at every parser of outside bytes; `deploy/fuzz` looks for hours, led by coverage.
@Suite struct FuzzTargetTests {
    static let mutations = 3000

    @Test(
        "What is well formed is taken, and comes out as it went in",
        arguments: FuzzTarget.allCases
    )
    func examples(_ target: FuzzTarget) {
        #expect(!target.examples.isEmpty)
        for example in target.examples + [[]] { #expect(target.violation(of: example) == nil) }
    }

    @Test(
        "Whatever the bytes are, they are taken or refused in order",
        arguments: FuzzTarget.allCases
    )
    func mutated(_ target: FuzzTarget) {
        var mutation = Mutation(seed: 1)
        for _ in 0..<Self.mutations {
            let bytes = mutation.next(target.examples)
            if let violation = target.violation(of: bytes) {
                Issue.record("\(violation)\n\(bytes)")
                return
            }
        }
    }
}
