import BilletsGateway
import BilletsWire
import Logging

/// Puts a gateway together.
enum GatewayAssembly {
    /// The gateway of this configuration, not yet listening, in a process that has these descriptors.
    ///
    /// It writes its URL to standard output once it listens, and ends sooner once there is `haste`.
    static func gateway(
        _ configuration: GatewayConfiguration,
        listen: ListenAddress,
        descriptors: DescriptorBudget,
        store: StoreConnection,
        bus: any EventBus,
        haste: Haste,
        log: ProcessLog
    ) -> Gateway {
        var configuration = configuration
        configuration.sockets.socketsMaximum = min(
            configuration.sockets.socketsMaximum,
            descriptors.sockets
        )
        configuration.connections.connectionsMaximum = min(
            configuration.connections.connectionsMaximum,
            descriptors.connections
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
