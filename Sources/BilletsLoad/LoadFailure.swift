import Billets

/// The reason why a load test cannot go on.
public struct LoadFailure: Error, Hashable, Sendable {
    /// A sentence that says what is wrong and what to do.
    public let sentence: String

    /// True if tickets of the test may exist.
    public let mayLeaveTickets: Bool

    /// A failure that is described by `sentence`.
    public init(_ sentence: String, mayLeaveTickets: Bool = false) {
        self.sentence = sentence
        self.mayLeaveTickets = mayLeaveTickets
    }

    /// A ticket could not be made.
    init(_ rejection: Rejection) {
        let limits =
            rejection.code == .rateLimited
            ? " Start the gateways with --no-limits, or send less." : ""
        self.init(
            "The senders' tickets cannot be made: \(rejection.message)\(limits)",
            mayLeaveTickets: true
        )
    }
}

extension LoadFailure: CustomStringConvertible {
    /// The sentence.
    public var description: String { sentence }
}
