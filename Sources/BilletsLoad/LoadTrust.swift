import AsyncHTTPClient
import NIOCore
import NIOSSL

/// How gateways that speak TLS are trusted.
enum LoadTrust {
    /// TLS that believes the authority in a PEM file.
    ///
    /// - Throws: a `LoadFailure` if the file is none.
    static func configuration(_ authorityPath: String?) throws(LoadFailure) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        guard let authorityPath else { return configuration }
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(authorityPath)
            configuration.trustRoots = .certificates(certificates)
        } catch {
            throw LoadFailure(
                "'\(authorityPath)' cannot be used: --tls-authority wants a PEM file with certificates."
            )
        }
        return configuration
    }

    /// What an error of the network means, in a few words.
    static func sentence(_ error: any Error) -> String {
        if let error = error as? HTTPClientError {
            return error == .connectTimeout || error == .deadlineExceeded
                ? "no answer in time" : "\(error)"
        }
        return FailureReason.of(error)
    }
}
