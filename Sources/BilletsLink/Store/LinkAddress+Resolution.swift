import Billets
import GRPCNIOTransportHTTP2Posix
import NIOCore

extension LinkAddress {
    /// The address to listen on at `host`; asks the resolver, once at the start, if it is a name.
    ///
    /// - Throws: `unavailable` if the name is nobody's.
    static func resolved(
        host: String,
        port: Int
    ) throws(Rejection) -> GRPCNIOTransportCore.SocketAddress {
        do {
            let resolved = try NIOCore.SocketAddress.makeAddressResolvingHost(host, port: port)
            let number = resolved.ipAddress ?? host
            if case .v6 = resolved { return .ipv6(host: number, port: port) }
            return .ipv4(host: number, port: port)
        } catch {
            throw Rejection(
                .unavailable,
                "The store cannot listen on \(LinkAddress.tcp(host: host, port: port)), because no such "
                    + "host is known here.",
                cause: String(describing: error)
            )
        }
    }
}
