public import Billets
import GRPCNIOTransportHTTP2Posix

/// What a gateway must show before a store process serves it; there is always something.
public enum StoreAdmission: Sendable {
    /// The shared secret. The store process shows `identity`, if there is one, and then speaks TLS only.
    case secret(Secret, identity: TLSIdentity? = nil)

    /// A certificate of `authority`, over TLS, in which the store process shows `identity`; and the
    /// shared secret too, if there is one.
    case certificate(from: TLSAuthority, identity: TLSIdentity, secret: Secret? = nil)

    /// The secret to ask for.
    var secret: Secret? {
        switch self {
        case .secret(let secret, _): secret
        case .certificate(_, _, let secret): secret
        }
    }

    /// Whether gateways have to speak TLS.
    public var usesTLS: Bool {
        switch self {
        case .secret(_, let identity): identity != nil
        case .certificate: true
        }
    }

    /// The same, as gRPC takes it.
    var transportSecurity: HTTP2ServerTransport.Posix.TransportSecurity {
        switch self {
        case .secret(_, nil):
            .plaintext
        case .secret(_, let identity?):
            .tls(certificateChain: [identity.chain], privateKey: identity.key)
        case .certificate(let authority, let identity, _):
            .mTLS(certificateChain: [identity.chain], privateKey: identity.key) { tls in
                tls.trustRoots = authority.roots
            }
        }
    }
}
