import Billets
import FoundationEssentials

/// Numbers at random that are the same each time (SplitMix64): the only chance there is in a simulation.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The numbers that follow from `seed`.
    init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next() >> 33) % bound
    }

    /// A number within `range`.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// Whether something happens that happens in `percent` of 100 cases.
    mutating func percent(_ percent: Int) -> Bool {
        percent > 0 && below(100) < percent
    }

    /// A new id.
    mutating func identifier<Subject>() -> Identifier<Subject> {
        .timeOrdered(at: Timestamp(millisecondsSinceEpoch: 0), using: &self)
    }
}
