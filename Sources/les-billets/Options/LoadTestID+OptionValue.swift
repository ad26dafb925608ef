import BilletsLoad

extension LoadTestID: OptionValue {
    /// Reads an id.
    init(parsing text: String) throws {
        guard let id = Self(text) else {
            throw Complaint(
                "write 1 to \(Self.charactersMaximum) lower-case letters and digits, a letter first"
            )
        }
        self = id
    }
}
