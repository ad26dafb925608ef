import BilletsLink
import ServiceLifecycle

/// Writes the address of a store process to standard output once it listens.
struct StoreAnnouncement: Service {
    /// The server that is about to listen.
    let server: StoreServer

    /// The log of the process, which also writes the address.
    let log: ProcessLog

    /// Writes it, and waits until the process ends.
    func run() async {
        // If it cannot listen, the server itself reports that.
        if let address = try? await server.boundAddress {
            log.announce("\(StoreAddress.process(address))")
        }
        try? await gracefulShutdown()
    }
}
