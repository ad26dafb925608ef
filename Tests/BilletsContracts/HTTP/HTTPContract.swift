/// What the HTTP API promises, whichever store stands behind the gateway.
///
/// The checks share a server, in any order and at the same time: each makes the tickets and users that it
/// needs.
public enum HTTPContract {
    /// All checks.
    public static let all: [HTTPCheck] =
        tickets + hostility + lists + events + accounts + sessions + connections
}
