/// Where a Redis is, and as whom to log in there; never with which password.
///
/// Written `redis://HOST:PORT` or `redis://USER@HOST:PORT`; the port may be left out, and an IPv6
/// address stands in brackets.
public struct RedisAddress: Hashable, Sendable {
    /// The port that Redis listens on unless told otherwise.
    public static let portDefault: UInt16 = 6379

    /// A name or an IP address, without brackets; it is looked up anew at each connection.
    public let host: String

    /// The TCP port.
    public let port: UInt16

    /// The user of Redis' access control lists; nil is the default user.
    public let user: String?

    /// The Redis at `host` and `port`.
    public init(host: String, port: UInt16 = RedisAddress.portDefault, user: String? = nil) {
        self.host = host
        self.port = port
        self.user = user
    }
}

extension RedisAddress: CustomStringConvertible {
    /// The URL, which holds no secret.
    public var description: String {
        let user = user.map { "\($0)@" } ?? ""
        let host = host.contains(":") ? "[\(host)]" : host
        return "redis://\(user)\(host):\(port)"
    }

    /// The URL without the user, for messages: somebody may have written the password in place of the user.
    var withoutUser: String {
        RedisAddress(host: host, port: port).description
    }
}
