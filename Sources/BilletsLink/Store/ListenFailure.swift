import Billets
import GRPCCore
import Glibc
import NIOCore

/// Says to an operator why a store process cannot listen.
enum ListenFailure {
    /// What gRPC threw, as a sentence.
    static func rejection(of error: any Error, at address: LinkAddress) -> Rejection {
        var innermost = error
        while let cause = (innermost as? RuntimeError)?.cause { innermost = cause }
        let cause = String(describing: innermost)
        if let error = innermost as? IOError, error.errnoCode == EADDRINUSE {
            return occupied(address, cause: cause)
        }
        return Rejection(
            .unavailable,
            "The store cannot listen on \(address): choose another address.",
            cause: cause
        )
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
