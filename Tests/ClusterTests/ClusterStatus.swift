import Foundation

/// The line that `les-billets cluster` prints whenever all of it is ready.
struct ClusterStatus: Decodable, Sendable {
    struct Gateway: Decodable, Sendable {
        let node: String
        let url: String
        let pid: Int32
    }

    struct Store: Decodable, Sendable {
        let url: String
        let pid: Int32
    }

    struct Redis: Decodable, Sendable {
        let port: Int
        let pid: Int32
    }

    struct Balancer: Decodable, Sendable {
        let pid: Int32
    }

    let ready: Bool
    let url: String
    let gateways: [Gateway]
    let store: Store?
    let redis: Redis
    let balancer: Balancer
    let database: String

    /// Every process of the cluster but the supervisor.
    var pids: [Int32] {
        gateways.map(\.pid) + [store?.pid, redis.pid, balancer.pid].compactMap(\.self)
    }
}
