/// How many of something one client may have.
public enum ConnectionCap: Hashable, Sendable {
    /// As many as they like.
    case unlimited

    /// So many, and no more.
    case atMost(Int)

    /// Whether one more may be added to `count`.
    func allowsMore(than count: Int) -> Bool {
        switch self {
        case .unlimited: true
        case .atMost(let maximum): count < maximum
        }
    }
}
