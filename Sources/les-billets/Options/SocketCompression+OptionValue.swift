import BilletsGateway

extension SocketCompression: OptionValue {
    /// Reads `on` or `off`.
    init(parsing text: String) throws {
        guard let compression = Self(rawValue: text) else {
            throw Complaint("write \(Self.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        self = compression
    }
}
