import BilletsLoad

extension LoadShare: OptionValue {
    /// Reads `2/3`.
    init(parsing text: String) throws {
        guard let share = Self(text) else { throw Complaint("write a share, such as 2/3") }
        self = share
    }
}
