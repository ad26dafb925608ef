/// A number that may have decimals: a rate, or how many seconds.
struct AmountNumber: Hashable, Sendable {
    /// The largest that can be written.
    static let maximum = 100_000_000.0

    /// More than 0, up to `maximum`.
    let number: Double
}

extension AmountNumber: OptionValue {
    /// Reads a number that is more than 0.
    init(parsing text: String) throws {
        guard let number = Double(text), number > 0, number <= Self.maximum else {
            throw Complaint(
                "\(text.negativeNumberNote)write a number that is more than 0 and at most \(Int(Self.maximum))"
            )
        }
        self.init(number: number)
    }
}
