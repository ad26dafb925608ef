import Glibc
import NIOCore

/// A loopback port that is kept for a server, until this value is gone.
///
/// The reservation is a socket that is bound and does not listen. Linux refuses the port to every other socket, but for those
/// that set SO_REUSEADDR before they are bound (socket(7)), as Hummingbird, gRPC, HAProxy and Redis do. So the server can
/// listen while the reservation lasts, also after a restart, and the port is never found free in between.
final class ReservedPort: Sendable {
    /// The number of the port.
    let number: Int

    private let descriptor: Int32

    /// Reserves the port `number` of 127.0.0.1; nil if somebody uses it or has reserved it.
    init?(_ number: Int) {
        // Close-on-exec: a child that inherited the descriptor would keep the port.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard let address = try? SocketAddress(ipAddress: "127.0.0.1", port: number),
            case let descriptor = socket(AF_INET, kind, 0), descriptor >= 0
        else { return nil }
        let bound = address.withSockAddr { bind(descriptor, $0, socklen_t($1)) }
        // Set before the bind, it would let this socket have a port that somebody else has reserved.
        var isReusable: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard bound == 0, setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isReusable, size) == 0
        else {
            close(descriptor)
            return nil
        }
        self.number = number
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
