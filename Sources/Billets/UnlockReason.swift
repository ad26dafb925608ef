/// Why a lock ended.
public enum UnlockReason: String, CaseIterable, Hashable, Sendable {
    /// Its holder gave it back.
    case released

    /// Its time ran out.
    case expired

    /// The last socket of its holder has been closed for longer than the grace period.
    case disconnected

    /// An administrator took it away.
    case forced
}
