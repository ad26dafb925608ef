/// What happens to a road.
public enum RoadFault: String, CaseIterable, Hashable, Sendable {
    /// Its connections are reset.
    case cut = "cut"

    /// Everything arrives later.
    case delayed = "delayed"

    /// Nothing arrives, and nobody is told; later all of it does.
    case frozen = "frozen"

    /// Connections are taken, and what is sent disappears.
    case swallowing = "half open"

    /// Its connections are reset, and no new ones are let in.
    case refusing = "refused"
}
