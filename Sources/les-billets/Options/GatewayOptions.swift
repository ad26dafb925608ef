import ArgumentParser
import BilletsGateway
import Logging

/// What everything that is a gateway can be told about its clients.
struct GatewayOptions: ParsableArguments {
    @OptionGroup var door: DoorOptions

    @OptionGroup var limits: LimitOptions

    @OptionGroup var rates: RateOptions

    @OptionGroup var patience: PatienceOptions

    @OptionGroup var threads: EventLoopOptions

    @OptionGroup var compression: CompressionOptions

    /// The configuration of the gateway `node`, which will listen at `listen`.
    ///
    /// - Throws: a `Complaint` or a `Rejection` if what was said makes no sense.
    func configuration(
        node: String,
        listen: ListenAddress,
        _ settings: Settings,
        _ log: ProcessLog
    ) throws -> GatewayConfiguration {
        var configuration = GatewayConfiguration(node: node, host: listen.host, port: listen.port)
        configuration.connections = try limits.limits(settings)
        try rates.apply(
            to: &configuration,
            isUnlimited: try limits.isUnlimited(settings),
            settings
        )
        try patience.apply(to: &configuration, settings)
        try threads.apply(settings)
        try door.apply(to: &configuration, settings)
        try compression.apply(to: &configuration, settings)
        configuration.swaggerUI = Self.swaggerUI(settings, log.logger)
        configuration.logLevel = log.levels
        return configuration
    }

    /// Swagger UI, if it is installed: everything else goes without.
    private static func swaggerUI(_ settings: Settings, _ logger: Logger) -> SwaggerUI? {
        guard let folder = try? Installation.find(settings).swaggerUI,
            let swaggerUI = try? SwaggerUI(folder: folder)
        else {
            logger.warning(
                "Swagger UI is not installed, so that /docs is empty: run deploy/fetch-swagger-ui."
            )
            return nil
        }
        return swaggerUI
    }
}
