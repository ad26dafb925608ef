/// A place in a rig that a process fills.
public enum RigPost: Hashable, Sendable, CustomStringConvertible {
    /// The Redis behind the bus.
    case redis

    /// The store process.
    case store

    /// A gateway, from 0 on.
    case gateway(Int)

    /// What it is called in a table.
    public var kind: String {
        switch self {
        case .redis: "Redis"
        case .store: "the store"
        case .gateway: "a gateway"
        }
    }

    /// What it is called in a log.
    public var description: String {
        switch self {
        case .redis: "redis"
        case .store: "store"
        case .gateway(let index): "gateway-\(index + 1)"
        }
    }
}
