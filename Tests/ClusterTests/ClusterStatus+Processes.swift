import BilletsWire

extension ClusterStatus {
    /// Every process of the cluster but the supervisor.
    var pids: [Int32] {
        gateways.map(\.pid) + [store?.pid, redis.pid, balancerPID].compactMap(\.self)
    }

    /// Where everything is, whatever process is there.
    var addresses: [String] {
        [url, "\(redis.port)", store?.url ?? "", database] + gateways.map { $0.node + $0.url }
    }
}
