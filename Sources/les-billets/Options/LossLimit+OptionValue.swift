import BilletsLoad

extension LossLimit: OptionValue {
    /// Reads a number, or a share with a percent sign.
    init(parsing text: String) throws {
        guard let limit = Self(text) else {
            throw Complaint(
                "\(text.negativeNumberNote)write a number, such as 0, or a share, such as 0.1%"
            )
        }
        self = limit
    }
}
