/// A time that something may take: `20ms`, `1.5s`, `300us`, `2m`.
struct ElapsedTime: Hashable, Sendable {
    /// The longest that can be written.
    static let secondsMaximum = 86_400.0

    /// In seconds.
    let seconds: Double

    /// In milliseconds.
    var milliseconds: Double { seconds * 1_000 }
}

extension ElapsedTime: OptionValue {
    /// Reads a number and its unit.
    init(parsing text: String) throws {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let units: [Substring: Double] = ["us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60]
        guard let number = Double(digits), let unit = units[text.dropFirst(digits.count)],
            number * unit <= Self.secondsMaximum
        else {
            throw Complaint(
                "\(text.negativeNumberNote)write a time with its unit, such as 20ms, 1.5s or 2m"
            )
        }
        seconds = number * unit
    }
}
