/// The place of one process in a cluster; a process that dies is replaced by another one.
enum ClusterPost: Hashable, Sendable {
    /// The redis-server that carries WireEvents.
    case redis

    /// The store process, where the store is remote.
    case store

    /// A gateway, counted from 1.
    case gateway(Int)

    /// The HAProxy before the gateways.
    case balancer

    /// A gateway without clients, which a roll starts before it ends a gateway: what keeps a new gateway from starting
    /// (its program, its settings, the store, the disk) is found while all gateways still serve.
    case trialGateway
}

extension ClusterPost: CustomStringConvertible {
    /// Its name in sentences, in the names of log files, and as a node.
    var description: String {
        switch self {
        case .redis: "redis"
        case .store: "store"
        case .gateway(let number): "gateway-\(number)"
        case .balancer: "balancer"
        case .trialGateway: "trial-gateway"
        }
    }
}
