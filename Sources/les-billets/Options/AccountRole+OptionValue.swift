import Billets

extension AccountRole: OptionValue {
    /// Reads `agent` or `admin`.
    init(parsing text: String) throws {
        guard let role = Self(rawValue: text) else {
            throw Complaint("write \(Self.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        self = role
    }
}
