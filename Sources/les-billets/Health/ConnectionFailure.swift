import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Says in a few words why somebody could not be asked.
enum ConnectionFailure {
    /// What `error` means.
    static func words(_ error: any Error) -> String {
        switch error {
        case let complaint as Complaint: complaint.sentence
        case let error as IOError: words(errno: error.errnoCode)
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first {
                words(first.error)
            } else {
                "there is no host '\(error.host)'"
            }
        case ChannelError.connectTimeout: "there is no answer in time"
        case NIOSSLError.uncleanShutdown: "the connection was closed"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "TLS failed: its certificate is for another name"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            words(tls: "\(error)")
        case ChannelError.ioOnClosedChannel: "the connection was closed"
        default: "\(error)"
        }
    }

    /// The words for what BoringSSL says.
    private static func words(tls failure: String) -> String {
        if failure.contains("CERTIFICATE_VERIFY_FAILED") {
            return "TLS failed: its certificate is of no authority that is trusted, or has expired"
        }
        // The answer of a plain HTTP server is no TLS record.
        if failure.contains("WRONG_VERSION_NUMBER") || failure.contains("HTTP_REQUEST") {
            return
                "it does not speak TLS: ask with http:// in place of https://, or without --tls-certificate"
        }
        return "TLS failed: \(failure)"
    }

    private static func words(errno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nobody listens there"
        case ECONNRESET, EPIPE: "the connection was closed"
        default: String(cString: strerror(code))
        }
    }
}
