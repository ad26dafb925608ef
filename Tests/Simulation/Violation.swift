/// A promise that was broken in a simulated world, with what led to it.
package struct Violation: Error, Equatable, CustomStringConvertible, Sendable {
    /// How many lines of what led to it are told.
    package static let historyLinesMaximum = 40

    /// What the schedule followed from.
    package let seed: UInt64

    /// The deliberate fault in it, if any.
    package let defect: Defect?

    /// The promise that was broken.
    package let sentence: String

    /// What happened last, in order.
    package let history: [String]

    /// All of it, to be read.
    package var description: String {
        let defect = defect.map { " with the defect \($0.rawValue)" } ?? ""
        return (["Seed \(seed)\(defect): \(sentence)"] + history.map { "  " + $0 })
            .joined(separator: "\n")
    }
}
