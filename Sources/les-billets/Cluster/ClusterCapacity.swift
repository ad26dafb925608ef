import Logging

/// The sockets that a whole cluster can hold, where each of its processes may have so many descriptors.
struct ClusterCapacity: Hashable, Sendable {
    /// The descriptors that redis-server keeps for itself (CONFIG_MIN_RESERVED_FDS in its server.h).
    static let redisDescriptors = 32

    /// The connections of a gateway to Redis: one subscribes, one publishes; and as many that are being replaced.
    static let redisConnectionsOfGateway = 4

    /// The number of descriptors that each process may have.
    let descriptors: Int

    /// The number of gateways.
    let gateways: Int

    /// The number of threads of each gateway that hold sockets.
    let eventLoops: Int

    /// The most sockets at a time: HAProxy's connections, or those of all gateways together if they are fewer.
    var sockets: Int {
        guard descriptors >= redisNeed else { return 0 }
        let gateway = DescriptorBudget(limit: descriptors, eventLoops: eventLoops)
        return min(
            HAProxyConfiguration.connectionsMaximum(
                descriptors: min(descriptors, ClusterPlan.balancerDescriptorsMaximum),
                servers: gateways
            ),
            gateways * gateway.sockets
        )
    }

    /// True if there are so few sockets that somebody should know.
    var isSmall: Bool { sockets < DescriptorBudget.socketsWarning }

    /// The number of sockets, and what bounds it.
    var sentence: String {
        "Each process may have \(descriptors) sockets and files: the cluster holds \(sockets) sockets at a time."
    }

    /// Sees that there can be sockets at all.
    ///
    /// - Throws: a `Complaint` if there can be none.
    func requireSockets() throws {
        guard sockets > 0 else {
            throw Complaint(
                "Each process may have \(descriptors) sockets and files, too few for HAProxy, Redis and \(gateways) "
                    + "gateways: raise the hard limit of descriptors (ulimit -Hn, LimitNOFILE in systemd)."
            )
        }
    }

    /// Says how many sockets there can be.
    func tell(_ logger: Logger) {
        if isSmall {
            logger.warning("\(sentence) \(DescriptorBudget.advice)")
        } else {
            logger.info("\(sentence)")
        }
    }

    private var redisNeed: Int {
        Self.redisDescriptors + Self.redisConnectionsOfGateway * gateways
    }
}
