import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why a socket did not get in, in a few words that are the same for all sockets with the same fate.
enum FailureReason {
    /// The words for what connecting threw.
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as IOError: describe(error.errnoCode)
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { of($0.error) } ?? "no such host"
        case ChannelError.connectTimeout: "connecting timed out"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: "TLS: \(error)"
        case is SocketAddressError, is SocketAddressError.UnknownHost: "no such host"
        default: "\(error)"
        }
    }

    private static func describe(_ number: CInt) -> String {
        switch number {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "connection reset"
        case ETIMEDOUT: "connecting timed out"
        case EADDRNOTAVAIL, EADDRINUSE: "no port left to connect from"
        case EMFILE, ENFILE: "no descriptor left"
        case EHOSTUNREACH, ENETUNREACH: "no route to the host"
        default: "errno \(number)"
        }
    }
}
