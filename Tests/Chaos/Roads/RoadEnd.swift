/// An end of a road: where the connection came from, or where it leads.
enum RoadEnd: Hashable, Sendable {
    /// Whoever connected.
    case client

    /// Whoever was connected to.
    case server

    /// The end at the other side.
    var other: RoadEnd {
        switch self {
        case .client: .server
        case .server: .client
        }
    }
}
