import BilletsLink
import ServiceLifecycle

/// Says on standard output where a store process listens, once it does.
struct StoreAnnouncement: Service {
    /// The server that is about to listen.
    let server: StoreServer

    /// Says it, and waits for the process to end.
    func run() async {
        // Where it cannot listen, the server itself says so.
        if let address = try? await server.boundAddress {
            StandardStreams.output("\(StoreAddress.process(address))")
        }
        try? await gracefulShutdown()
    }
}
