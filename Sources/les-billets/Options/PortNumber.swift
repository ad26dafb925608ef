/// A TCP port; 0 for any that is free.
struct PortNumber: Hashable, Sendable {
    /// 0 to 65535.
    let number: Int

    /// The port `number`.
    init(_ number: Int) {
        self.number = number
    }
}

extension PortNumber: OptionValue {
    /// Reads a number from 0 to 65535.
    init(parsing text: String) throws {
        guard let number = Int(text), (0...65_535).contains(number) else {
            throw Complaint("write a number from 0 to 65535; 0 takes any free port")
        }
        self.init(number)
    }
}
