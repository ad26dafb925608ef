import BilletsGateway

extension ConnectionCap: OptionValue {
    /// Reads a number, or `unlimited`.
    init(parsing text: String) throws {
        if text.lowercased() == "unlimited" {
            self = .unlimited
        } else if let limit = try? LimitNumber(parsing: text) {
            self = .atMost(limit.number)
        } else {
            throw Complaint(
                "\(text.negativeNumberNote)write a number from 1 to \(LimitNumber.maximum), or unlimited"
            )
        }
    }
}
