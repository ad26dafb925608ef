import NIOCore
import NIOPosix

/// Finds out whether a port can be listened on, by doing so for a moment.
enum PortCheck {
    /// Sees that a server can listen at `address`, which `option` names.
    ///
    /// - Throws: a `Complaint` that names `option` if it cannot.
    static func requireFree(_ address: ListenAddress, option: String) async throws {
        try await requireFree(address, hostOption: option, portOption: option)
    }

    /// Sees that a server can listen at `address`, whose host and port come from options of their own.
    ///
    /// - Throws: a `Complaint` that names the option that is to blame if it cannot.
    static func requireFree(
        _ address: ListenAddress,
        hostOption: String,
        portOption: String
    ) async throws {
        do {
            try await listenForAMoment(at: address)
        } catch {
            throw complaint(about: address, hostOption, portOption, error: error)
        }
    }

    private static func listenForAMoment(at address: ListenAddress) async throws {
        // Address reuse lets connections that are long closed be forgotten; a listener that lives
        // still is in the way.
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: address.host, port: address.port)
            .get()
        try await channel.close()
    }

    private static func complaint(
        about address: ListenAddress,
        _ hostOption: String,
        _ portOption: String,
        error: any Error
    ) -> Complaint {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            Complaint(
                "Port \(address.port) of \(address.host) is taken: end the program that listens "
                    + "there, or give another port with \(portOption)."
            )
        case EACCES:
            Complaint(
                "This user may not listen on port \(address.port): give one above 1023 with "
                    + "\(portOption)."
            )
        case EADDRNOTAVAIL, EAFNOSUPPORT:
            Complaint(
                "The host in \(hostOption) is no address of this machine: give one that `ip address` lists, "
                    + "or 127.0.0.1."
            )
        default:
            Complaint(
                "The host in \(hostOption) is not known to this machine: give an address that `ip address` "
                    + "lists, or 127.0.0.1."
            )
        }
    }
}
