import Billets
import Glibc

extension Rejection {
    /// A system call that makes a descriptor failed just now.
    static func noDescriptors(during call: String) -> Rejection {
        Rejection(
            .unavailable,
            "The bus cannot start: the process may open no more files.",
            cause: "\(call): errno \(errno)"
        )
    }
}
