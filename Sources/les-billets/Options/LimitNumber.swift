/// A limit: how many, how many bytes, or how many seconds.
struct LimitNumber: Hashable, Sendable {
    /// The largest that can be written.
    static let maximum = 1_000_000_000

    /// 1 to `maximum`.
    let number: Int
}

extension LimitNumber: OptionValue {
    /// Reads a number from 1 to `maximum`.
    init(parsing text: String) throws {
        guard let number = Int(text), (1...Self.maximum).contains(number) else {
            throw Complaint("write a number from 1 to \(Self.maximum)")
        }
        self.init(number: number)
    }
}
