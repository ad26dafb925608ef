public import Billets
import NIOSSL

/// What a gateway shows of itself when it speaks TLS by itself: its certificates and their key.
public struct ServerCertificate: Sendable {
    /// What every TLS connection begins with.
    let context: NIOSSLContext

    /// Reads PEM files: at `chainPath` the certificate and behind it those that vouch for it, at `keyPath` its key.
    ///
    /// TLS 1.2 and later are spoken (RFC 8996), with HTTP/1.1 in them.
    ///
    /// - Throws: a `Rejection` if a file cannot be read or is something else, or if they do not belong together.
    public init(chainPath: String, keyPath: String) throws(Rejection) {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(chainPath)
        } catch {
            throw Self.unreadable("certificate", chainPath, error)
        }
        guard !chain.isEmpty else { throw Self.unreadable("certificate", chainPath, nil) }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(file: keyPath, format: .pem)
        } catch {
            throw Self.unreadable("private key without a password", keyPath, error)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Rejection(
                .invalidMessage,
                """
                The key in '\(keyPath)' does not belong to the first certificate in '\(chainPath)': name the \
                two files that were made together.
                """,
                cause: "\(error)"
            )
        }
    }

    private static func unreadable(
        _ content: String,
        _ path: String,
        _ error: (any Error)?
    ) -> Rejection {
        Rejection(
            .invalidMessage,
            """
            '\(path)' cannot be read as a \(content) in PEM: see that it exists, that this user may read it, \
            and what it holds.
            """,
            cause: error.map { "\($0)" }
        )
    }
}
