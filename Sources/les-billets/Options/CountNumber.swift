/// How many; it may be none.
struct CountNumber: Hashable, Sendable {
    /// 0 to `LimitNumber.maximum`.
    let number: Int
}

extension CountNumber: OptionValue {
    /// Reads a number from 0 on.
    init(parsing text: String) throws {
        guard let number = Int(text), (0...LimitNumber.maximum).contains(number) else {
            throw Complaint("write a number from 0 to \(LimitNumber.maximum)")
        }
        self.init(number: number)
    }
}
