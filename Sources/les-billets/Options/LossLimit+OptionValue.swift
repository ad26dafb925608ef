import BilletsLoad

extension LossLimit: OptionValue {
    /// Reads a number, or a share with a percent sign.
    init(parsing text: String) throws {
        guard let limit = Self(text) else { throw Complaint("write a number, such as 0, or 0.1%") }
        self = limit
    }
}
