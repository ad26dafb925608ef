public import Billets
import GRPCNIOTransportHTTP2Posix
import NIOCore

/// How a gateway speaks TLS with a store process.
public struct GatewayTLS: Sendable {
    private let authority: TLSAuthority
    private let identity: TLSIdentity?

    /// The DNS name that the store's certificate must be for, in place of the one it is reached under.
    let storeName: String?

    /// TLS with a store process whose certificate is of `authority`.
    ///
    /// - Parameters:
    ///   - authority: whose certificate the store process must have.
    ///   - identity: what the gateway shows, if the store process demands it.
    ///   - storeName: the DNS name in the store's certificate, if it is not the host of its address.
    /// - Throws: `unavailable` if `storeName` is an IP address, which TLS does not send (RFC 6066,
    ///   section 3).
    public init(
        authority: TLSAuthority,
        identity: TLSIdentity? = nil,
        storeName: String? = nil
    ) throws(Rejection) {
        if let storeName, (try? NIOCore.SocketAddress(ipAddress: storeName, port: 0)) != nil {
            throw Rejection(
                .unavailable,
                "The store's certificate cannot be asked for by the address '\(storeName)': give the "
                    + "DNS name that stands in it."
            )
        }
        self.authority = authority
        self.identity = identity
        self.storeName = storeName
    }

    /// The same with the files as they are now, so that a renewed certificate counts from the next
    /// connection on.
    ///
    /// - Throws: `unavailable` if one of them is not as it should be any more.
    func reread() throws(Rejection) -> GatewayTLS {
        try GatewayTLS(
            authority: authority.reread(),
            identity: identity?.reread(),
            storeName: storeName
        )
    }

    /// The same, as gRPC takes it.
    var transportSecurity: HTTP2ClientTransport.Posix.TransportSecurity {
        .tls { tls in
            tls.trustRoots = authority.roots
            guard let identity else { return }
            tls.certificateChain = [identity.chain]
            tls.privateKey = identity.key
        }
    }
}
