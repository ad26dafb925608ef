/// How many events may be lost: a number, or a share of all.
public enum LossLimit: Hashable, Sendable {
    /// At most so many.
    case count(Int64)

    /// At most so many of a hundred.
    case percent(Double)

    /// Reads `0`, `12` or `0.1%`; nil for anything else.
    public init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let percent = Double(text.dropLast()), (0...100).contains(percent) else {
                return nil
            }
            self = .percent(percent)
        } else {
            guard let count = Int64(text), count >= 0 else { return nil }
            self = .count(count)
        }
    }

    /// Whether so many of `all` are few enough.
    public func allows(_ lost: Int64, of all: Int64) -> Bool {
        switch self {
        case .count(let limit): lost <= limit
        case .percent(let limit): Double(lost) * 100 <= limit * Double(max(all, 1))
        }
    }
}

extension LossLimit: CustomStringConvertible {
    /// What `init(_:)` reads.
    public var description: String {
        switch self {
        case .count(let limit): "\(limit)"
        case .percent(let limit): "\(limit)%"
        }
    }
}
