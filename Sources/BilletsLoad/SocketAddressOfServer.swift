/// Where a server takes sockets: the parts of a `ws://` or `http://` URL that a client needs.
public struct SocketAddressOfServer: Hashable, Sendable {
    /// The host, a name or an address.
    public var host: String

    /// The port.
    public var port: Int

    /// The path, from the slash on.
    public var path: String

    /// The address of a server's sockets.
    public init(host: String, port: Int, path: String = "/ws") {
        self.host = host
        self.port = port
        self.path = path
    }
}
