import FoundationEssentials

extension ClusterStatus {
    /// The status as one line of JSON, UTF-8, without the line's end.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("ready")
            writer.boolean(true)
            writer.member("url", url)
            writer.key("gateways")
            writer.array(gateways) { writer, gateway in
                writer.object {
                    $0.member("node", gateway.node)
                    $0.member("url", gateway.member.url)
                    $0.member("pid", Int64(gateway.member.pid))
                }
            }
            writer.member("store", store) { writer, store in
                writer.object {
                    $0.member("url", store.url)
                    $0.member("pid", Int64(store.pid))
                    if let url = store.metricsURL { $0.member("metrics", url) }
                }
            }
            writer.key("redis")
            writer.object {
                $0.member("port", Int64(redis.port))
                $0.member("pid", Int64(redis.pid))
            }
            writer.key("balancer")
            writer.object { $0.member("pid", Int64(balancerPID)) }
            writer.member("database", database)
        }
        return writer.bytes
    }

    /// Reads a line of JSON, UTF-8.
    ///
    /// - Throws: a `DecodingError` if it is no cluster status.
    public init(decoding line: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(Decoded.self, from: Data(line)).status
    }

    private struct Decoded: Decodable {
        let status: ClusterStatus

        init(from decoder: any Decoder) throws {
            let line = try decoder.container(keyedBy: JSONKey.self)
            let redis = try line.object("redis")
            var list = try line.nestedUnkeyedContainer(forKey: "gateways")
            var gateways: [Gateway] = []
            while !list.isAtEnd {
                let gateway = try list.nestedContainer(keyedBy: JSONKey.self)
                let node = try gateway.decode(String.self, forKey: "node")
                gateways.append(Gateway(node: node, member: try gateway.member()))
            }
            status = ClusterStatus(
                url: try line.decode(String.self, forKey: "url"),
                gateways: gateways,
                store: try line.optionalObject("store")?.member(),
                redis: Redis(
                    port: try redis.decode(Int.self, forKey: "port"),
                    pid: try redis.decode(Int32.self, forKey: "pid")
                ),
                balancerPID: try line.object("balancer").decode(Int32.self, forKey: "pid"),
                database: try line.decode(String.self, forKey: "database")
            )
        }
    }
}

extension KeyedDecodingContainer<JSONKey> {
    fileprivate func member() throws -> ClusterStatus.Member {
        ClusterStatus.Member(
            url: try decode(String.self, forKey: "url"),
            pid: try decode(Int32.self, forKey: "pid"),
            metricsURL: try decodeIfPresent(String.self, forKey: "metrics")
        )
    }
}
