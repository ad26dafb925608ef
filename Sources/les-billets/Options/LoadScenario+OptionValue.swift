import BilletsLoad

extension LoadScenario: OptionValue {
    /// Reads the name of a scenario.
    init(parsing text: String) throws {
        guard let scenario = Self(rawValue: text) else {
            let names = Self.allCases.map(\.rawValue)
            throw Complaint(
                "write \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
            )
        }
        self = scenario
    }
}
