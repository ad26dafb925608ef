/// One process's place in a cluster; whoever stands there may die and be replaced.
enum ClusterPost: Hashable, Sendable {
    /// The redis-server that carries WireEvents.
    case redis

    /// The store process, where the store is remote.
    case store

    /// A gateway, counted from 1.
    case gateway(Int)

    /// The HAProxy before the gateways.
    case balancer
}

extension ClusterPost: CustomStringConvertible {
    /// What people, log files and gateways' Welcomes call it.
    var description: String {
        switch self {
        case .redis: "redis"
        case .store: "store"
        case .gateway(let number): "gateway-\(number)"
        case .balancer: "balancer"
        }
    }
}
