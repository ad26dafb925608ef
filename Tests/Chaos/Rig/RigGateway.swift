public import BilletsLoad

/// A gateway of a rig, and the roads to it and from it.
public struct RigGateway: Sendable {
    /// Its number, from 0 on.
    public let index: Int

    /// The port that it listens on itself.
    public let port: Int

    /// The process.
    public let process: RigProcess

    /// From clients to the gateway.
    public let clientRoad: RoadProxy

    /// From the gateway to Redis.
    public let redisRoad: RoadProxy

    /// From the gateway to the store process, if there is one.
    public let storeRoad: RoadProxy?

    /// Where clients come in.
    public var address: SocketAddressOfServer {
        SocketAddressOfServer(host: "127.0.0.1", port: clientRoad.port)
    }

    /// Where clients come in who must not be disturbed.
    public var directAddress: SocketAddressOfServer {
        SocketAddressOfServer(host: "127.0.0.1", port: port)
    }

    /// The URL for clients.
    public var url: String { "http://127.0.0.1:\(clientRoad.port)" }

    /// The URL for clients who must not be disturbed.
    public var directURL: String { "http://127.0.0.1:\(port)" }
}
