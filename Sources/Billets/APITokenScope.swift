/// A right of an API token.
public enum APITokenScope: String, CaseIterable, Hashable, Sendable {
    /// Reads tickets, people and events.
    case read

    /// Creates and changes tickets.
    case write

    /// Does what administrators do, as long as its owner is one; what changes accounts, tokens or keys needs a log-in all
    /// the same.
    case admin
}

extension Set<APITokenScope> {
    /// The scopes of a token for which its owner chose none.
    public static let standard: Set<APITokenScope> = [.read, .write]
}
