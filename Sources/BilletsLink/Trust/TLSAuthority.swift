public import Billets
import GRPCNIOTransportHTTP2Posix

/// Whose certificates one end of a link believes.
public struct TLSAuthority: Sendable {
    private let path: String

    /// The authorities' certificates, as gRPC takes them.
    let roots: TLSConfig.TrustRootsSource

    /// Reads the certificates of one or several authorities from the PEM file at `path`.
    ///
    /// - Throws: `unavailable` with a sentence for the operator, if it cannot be read or is no PEM.
    public init(_ path: String) throws(Rejection) {
        self.path = path
        let certificates = try PEMFile.certificates(at: path, as: "The authority")
        roots = .certificates([.bytes(certificates.bytes, format: .pem)])
    }

    /// The same file as it is now.
    ///
    /// - Throws: as `init(_:)` does.
    func reread() throws(Rejection) -> TLSAuthority {
        try TLSAuthority(path)
    }
}
