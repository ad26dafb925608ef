/// Which road of a gateway.
public enum Road: String, CaseIterable, Hashable, Sendable {
    /// From clients to the gateway.
    case clients = "clients and a gateway"

    /// From the gateway to Redis.
    case redis = "a gateway and Redis"

    /// From the gateway to the store process.
    case store = "a gateway and the store"
}
