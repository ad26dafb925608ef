import ArgumentParser
import BilletsGateway

/// What everything that is a gateway can be told about its clients.
struct GatewayOptions: ParsableArguments {
    @OptionGroup var door: DoorOptions

    @OptionGroup var limits: LimitOptions

    /// The configuration of the gateway `node`, which will listen at `listen`.
    ///
    /// - Throws: a `Complaint` or a `Rejection` if what was said makes no sense.
    func configuration(
        node: String,
        listen: ListenAddress,
        _ settings: Settings
    ) throws -> GatewayConfiguration {
        var configuration = GatewayConfiguration(node: node, host: listen.host, port: listen.port)
        configuration.connections = try limits.limits(settings)
        try door.apply(to: &configuration, settings)
        return configuration
    }
}
