import BilletsWire

extension LogLevel: OptionValue {
    /// Reads a level's name.
    init(parsing text: String) throws {
        guard let level = Self(rawValue: text.lowercased()) else {
            let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw Complaint("write one of \(names)")
        }
        self = level
    }
}
