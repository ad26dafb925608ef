import Billets
import GRPCNIOTransportHTTP2Posix
import NIOCore

extension LinkAddress {
    /// The address to listen on; asks the resolver, once at the start, if it is a name.
    ///
    /// - Throws: `unavailable` if the name is nobody's.
    func resolved() throws(Rejection) -> GRPCNIOTransportCore.SocketAddress {
        switch self {
        case .unix(let path): return .unixDomainSocket(path: path)
        case .tcp(let host, let port):
            do {
                let resolved = try NIOCore.SocketAddress.makeAddressResolvingHost(host, port: port)
                let number = resolved.ipAddress ?? host
                if case .v6 = resolved { return .ipv6(host: number, port: port) }
                return .ipv4(host: number, port: port)
            } catch {
                throw Rejection(
                    .unavailable,
                    "The store cannot listen on \(self), because no such host is known here.",
                    cause: String(describing: error)
                )
            }
        }
    }
}
