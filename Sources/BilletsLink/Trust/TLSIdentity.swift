public import Billets
import GRPCNIOTransportHTTP2Posix
import NIOSSL

/// The certificate that one end of a link shows, and the private key that proves it to be its own.
public struct TLSIdentity: Sendable {
    private let certificatePath: String
    private let keyPath: String

    /// The certificate, and those between it and the authority, as gRPC takes them.
    let chain: TLSConfig.CertificateSource

    /// The private key, as gRPC takes it.
    let key: TLSConfig.PrivateKeySource

    /// Reads both from PEM files.
    ///
    /// - Parameters:
    ///   - certificate: the path of the certificate, which others may follow up to the authority.
    ///   - key: the path of its private key.
    /// - Throws: `unavailable` with a sentence for the operator, if a file cannot be read, is no PEM, or
    ///   the key is another certificate's.
    public init(certificate: String, key: String) throws(Rejection) {
        certificatePath = certificate
        keyPath = key
        let chain = try PEMFile.certificates(at: certificate, as: "The certificate")
        let privateKey = try PEMFile.privateKey(at: key)
        do {
            // BoringSSL refuses a key that does not fit.
            _ = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.parsed.map { .certificate($0) },
                    privateKey: .privateKey(privateKey.parsed)
                )
            )
        } catch {
            throw Rejection(
                .unavailable,
                "The private key '\(key)' does not fit the certificate '\(certificate)': name the key "
                    + "that the certificate was made for, and the certificate itself before others.",
                cause: String(describing: error)
            )
        }
        self.chain = .bytes(chain.bytes, format: .pem)
        self.key = .bytes(privateKey.bytes, format: .pem)
    }

    /// The same files as they are now.
    ///
    /// - Throws: as `init(certificate:key:)` does.
    func reread() throws(Rejection) -> TLSIdentity {
        try TLSIdentity(certificate: certificatePath, key: keyPath)
    }
}
