import BilletsGateway
import BilletsWire
import Logging

/// Puts a gateway together.
enum GatewayAssembly {
    /// Descriptors that a gateway needs beside those of its sockets: the database and its log, the bus,
    /// the link, event loops, and HTTP requests that are being answered.
    static let descriptorsKept = 256

    /// How many of these no connection may take, be it a socket or HTTP.
    static let descriptorsKeptFromHTTP = 128

    /// The gateway of this configuration, not yet listening, in a process that may have so many descriptors.
    ///
    /// It writes its URL to standard output once it listens, and ends sooner once there is `haste`.
    static func gateway(
        _ configuration: GatewayConfiguration,
        listen: ListenAddress,
        descriptors: Int,
        store: StoreConnection,
        bus: any EventBus,
        haste: Haste,
        log: ProcessLog
    ) -> Gateway {
        var configuration = configuration
        configuration.sockets.socketsMaximum = min(
            configuration.sockets.socketsMaximum,
            max(1, descriptors - descriptorsKept)
        )
        configuration.connections.connectionsMaximum = min(
            configuration.connections.connectionsMaximum,
            max(2, descriptors - descriptorsKeptFromHTTP)
        )
        let scheme = configuration.certificate == nil ? "http" : "https"
        return Gateway(
            configuration: configuration,
            store: store.tickets,
            accounts: store.accounts,
            bus: bus,
            logger: log.logger,
            haste: haste,
            onReady: { port in
                let address = ListenAddress(host: listen.reachableHost, port: port)
                log.announce("\(scheme)://\(address)")
            }
        )
    }
}
