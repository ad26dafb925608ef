import Billets

/// Why a load test cannot go on: a sentence that says what is wrong and what to do.
public struct LoadFailure: Error, Hashable, Sendable {
    /// What is wrong and what to do.
    public let sentence: String

    /// A failure that is described by `sentence`.
    public init(_ sentence: String) {
        self.sentence = sentence
    }

    /// A ticket could not be made.
    init(_ rejection: Rejection) {
        let limits =
            rejection.code == .rateLimited
            ? " Start the gateways with --no-limits, or send less." : ""
        self.init("The senders' tickets cannot be made: \(rejection.message)\(limits)")
    }
}

extension LoadFailure: CustomStringConvertible {
    /// The sentence.
    public var description: String { sentence }
}
