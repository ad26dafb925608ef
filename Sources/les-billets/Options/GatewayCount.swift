/// How many gateways a cluster has.
struct GatewayCount: Hashable, Sendable {
    /// The most that one machine's cluster may have.
    static let maximum = 64

    /// 1 to `maximum`.
    let number: Int

    /// So many gateways.
    init(_ number: Int) {
        self.number = number
    }
}

extension GatewayCount: OptionValue {
    /// Reads a number from 1 to `maximum`.
    init(parsing text: String) throws {
        guard let number = Int(text), (1...Self.maximum).contains(number) else {
            throw Complaint("write a number from 1 to \(Self.maximum)")
        }
        self.init(number)
    }
}
