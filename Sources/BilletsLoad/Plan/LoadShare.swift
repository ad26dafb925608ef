/// The part of a load test that one of its processes carries out.
///
/// Parts are consecutive ranges of the whole, so that nothing is left over however many processes there are.
public struct LoadShare: Hashable, Sendable {
    /// The most processes of a test.
    public static let processesMaximum = 64

    /// The number of the process, from 0.
    public let index: Int

    /// The number of processes.
    public let count: Int

    /// All of a test.
    public static let whole = LoadShare(index: 0, count: 1)

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// The shares of so many processes.
    public static func all(_ count: Int) -> [LoadShare] {
        (0..<count).map { LoadShare(index: $0, count: count) }
    }

    /// Reads `2/3`: the second of three processes; nil if it is not a share.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
            (1...Self.processesMaximum).contains(count), (1...count).contains(number)
        else { return nil }
        self.init(index: number - 1, count: count)
    }

    /// The process's part of `total` sockets or senders, which are numbered from 0.
    public func range(of total: Int) -> Range<Int> {
        total * index / count..<total * (index + 1) / count
    }
}

extension LoadShare: CustomStringConvertible {
    /// The input of `init(_:)`.
    public var description: String { "\(index + 1)/\(count)" }
}
