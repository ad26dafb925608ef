import Billets
import BilletsWire
import Hummingbird

/// What stands behind the question mark of a request; each reading throws `Problem` 400 for what makes no
/// sense.
struct QueryParameters: Sendable {
    private let values: [String: [String]]

    /// The parameters as they came, with their escapes read.
    init(_ parameters: Parameters) {
        var values: [String: [String]] = [:]
        for (name, value) in parameters {
            values[String(name), default: []].append(String(value))
        }
        self.values = values
    }

    /// The value of `name`; nil without one.
    func text(_ name: String) throws(Problem) -> String? {
        let all = values[name] ?? []
        guard all.count <= 1 else {
            throw Problem(malformed: "The parameter \(name) may be given once.")
        }
        return all.first
    }

    /// The whole number `name`, within `range`.
    func number(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = try text(name) else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            throw Problem(malformed: "The parameter \(name) must be a whole number, \(bounds).")
        }
        return number
    }

    /// The position in the event log that `name` gives.
    func position(_ name: String) throws(Problem) -> EventPosition? {
        guard let text = try text(name) else { return nil }
        guard let position = EventPosition(text) else {
            throw Problem(
                malformed:
                    "The parameter \(name) must be EPOCH:REVISION, or a revision, 0 or more."
            )
        }
        return position
    }

    /// Whether `name` is `true`; without a value, it is not.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch try text(name) {
        case "true": return true
        case "false", nil: return false
        default: throw Problem(malformed: "The parameter \(name) must be true or false.")
        }
    }

    /// The UUID `name`.
    func identifier<Subject>(_ name: String) throws(Problem) -> Identifier<Subject>? {
        guard let text = try text(name) else { return nil }
        guard let id = Identifier<Subject>(text) else {
            throw Problem(malformed: "The parameter \(name) must be a UUID.")
        }
        return id
    }

    /// The words that `name` gives, each by itself or several with commas between.
    func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ name: String
    ) throws(Problem) -> Set<Choice> {
        var choices: Set<Choice> = []
        for word in (values[name] ?? []).flatMap({
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }) {
            guard let choice = Choice(rawValue: String(word)) else {
                let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(malformed: "The parameter \(name) must be of these: \(all).")
            }
            choices.insert(choice)
        }
        return choices
    }
}
