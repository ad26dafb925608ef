public import Billets

/// What a store process says about itself.
public struct StoreStatus: Hashable, Sendable {
    /// Whether it carries commands out now.
    public let isServing: Bool

    /// What there is to say about that, for a person.
    public let message: String

    /// Which build of Les Billets it runs.
    public let version: String

    /// Where its database stands; nil if it cannot tell.
    public let cursor: Cursor?
}
