import Billets
import GRPCCore
import Glibc
import NIOCore

/// Says to an operator why a store process cannot listen.
enum ListenFailure {
    /// What gRPC or SwiftNIO threw, as a sentence.
    static func rejection(of error: any Error, at address: LinkAddress) -> Rejection {
        var innermost = error
        while let cause = (innermost as? RuntimeError)?.cause { innermost = cause }
        let cause = String(describing: innermost)
        if let error = innermost as? IOError {
            return rejection(errno: error.errnoCode, at: address)
        }
        return Rejection(
            .unavailable,
            "The store cannot listen on \(address): choose another address.",
            cause: cause
        )
    }

    /// What the operating system refused with, as a sentence.
    static func rejection(errno number: Int32, at address: LinkAddress) -> Rejection {
        let cause = String(cString: strerror(number))
        return switch (number, address) {
        case (EADDRINUSE, _):
            occupied(address, cause: cause)
        case (ENOENT, .unix), (ENOTDIR, .unix):
            Rejection(
                .unavailable,
                "The store cannot listen on \(address), because there is no such folder: make it, or "
                    + "choose another path.",
                cause: cause
            )
        case (EACCES, .unix), (EPERM, .unix), (EROFS, .unix):
            Rejection(
                .unavailable,
                "The store cannot listen on \(address), because this user may not: choose a path in a "
                    + "folder of its own.",
                cause: cause
            )
        default:
            Rejection(
                .unavailable,
                "The store cannot listen on \(address) (\(cause)): choose another address.",
                cause: cause
            )
        }
    }

    /// Somebody else listens there.
    static func occupied(_ address: LinkAddress, cause: String) -> Rejection {
        Rejection(
            .unavailable,
            """
            The store cannot listen on \(address), because another process does: stop that one, or \
            choose another address.
            """,
            cause: cause
        )
    }
}
