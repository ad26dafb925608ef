/// How the road between two processes is.
public enum RoadCondition: Hashable, Sendable {
    /// Bytes go through at once.
    case open

    /// Bytes arrive so much later.
    case delayed(Duration)

    /// Nothing goes through and nobody is told; when the road opens, everything does.
    case frozen

    /// Connections are taken, and what is sent disappears; when the road opens, those connections are cut.
    case swallowing

    /// New connections are reset at once; those that are there stay.
    case refusing
}
