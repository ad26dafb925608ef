import Billets
import BilletsSeeds
import FoundationEssentials

/// The choices of a simulation, in which there is no other chance.
extension SeededGenerator {
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
