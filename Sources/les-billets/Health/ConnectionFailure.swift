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
            "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
                ? "TLS failed: its certificate is of no authority that is trusted, or has expired"
                : "TLS failed: \(error)"
        case ChannelError.ioOnClosedChannel: "the connection was closed"
        default: "\(error)"
        }
    }

    private static func words(errno code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nobody listens there"
        case ECONNRESET, EPIPE: "the connection was closed"
        default: String(cString: strerror(code))
        }
    }
}
