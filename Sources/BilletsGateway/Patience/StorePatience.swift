/// How long the store may take to answer, and how much may wait for it.
///
/// Behind a store that hangs nothing piles up: whoever waited for as long as this is told `unavailable`, and
/// whoever comes when too many wait is told so at once.
public struct StorePatience: Hashable, Sendable {
    /// How long a command waits for its answer.
    ///
    /// Whether it was carried out is unknown then; sent again with the same requestId it is carried out once.
    public var command: Duration = .seconds(5)

    /// How long any other question waits.
    public var question: Duration = .seconds(5)

    /// How long a question for all tickets waits.
    public var snapshot: Duration = .seconds(30)

    /// How many commands may wait; one more is refused.
    public var commandsMaximum = 16_384

    /// How many other questions may be with the store, those included that nobody waits for any more; one more
    /// is refused.
    public var questionsMaximum = 256

    /// The patience of a real installation.
    public init() {}
}
