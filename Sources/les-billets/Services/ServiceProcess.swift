import Logging
import ServiceLifecycle
import UnixSignals

/// A process that consists of services.
enum ServiceProcess {
    /// How long everything may take to end in order: less than a cluster waits for a gateway.
    static let endMaximum: Duration = .seconds(15)

    /// Raises the limit of descriptors and says what it is.
    ///
    /// - Returns: the limit.
    static func raiseDescriptorLimit(_ logger: Logger) -> Int {
        let limit = DescriptorLimit.raise()
        logger.info("This process may have \(limit) sockets and files.")
        return limit
    }

    /// Runs `services` until one fails, or SIGINT or SIGTERM ends them: the last one first.
    static func run(_ services: [any Service], logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(service: $0)
            },
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = endMaximum
        try await ServiceGroup(configuration: configuration).run()
    }
}
