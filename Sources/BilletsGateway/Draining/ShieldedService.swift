import Logging
import ServiceLifecycle

/// A service that hears of a graceful shutdown from its owner alone: a gateway that stops goes on listening
/// until its clients have gone elsewhere.
struct ShieldedService: Sendable {
    private let services: ServiceGroup

    /// Shields `service`.
    init(_ service: some Service, logger: Logger) {
        services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    ServiceGroupConfiguration.ServiceConfiguration(
                        service: service,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        serviceName: "\(type(of: service))"
                    )
                ],
                logger: logger
            )
        )
    }

    /// Runs the service to its end.
    func run() async throws {
        // Ends with the service; a cancellation is handed on. What is detached inherits no graceful shutdown.
        let running = Task.detached { try await services.run() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            running.cancel()
        }
    }

    /// Lets the service shut down gracefully.
    func end() async {
        await services.triggerGracefulShutdown()
    }
}
