/// A promise of the `EventBus` port that was not kept.
public struct EventBusContractViolation: Error, CustomStringConvertible {
    /// What happened, in a sentence.
    public let description: String

    /// A violation that this sentence describes.
    public init(_ description: String) {
        self.description = description
    }
}
