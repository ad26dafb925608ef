import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// A process that consists of services.
enum ServiceProcess {
    /// How long everything may take to end in order, beside the time in which clients go elsewhere: less than a
    /// cluster waits for a gateway.
    static let endMaximum: Duration = .seconds(15)

    /// Raises the limit of descriptors, and says how many sockets a gateway holds within it.
    ///
    /// - Throws: a `Complaint` if it could hold none.
    static func descriptorBudget(_ logger: Logger) throws -> DescriptorBudget {
        let budget = DescriptorBudget(
            limit: DescriptorLimit.raise(),
            eventLoops: NIOSingletons.groupLoopCountSuggestion
        )
        try budget.requireSockets()
        let sentence =
            "This process may have \(budget.limit) sockets and files: it holds \(budget.sockets) sockets."
        if budget.isSmall {
            logger.warning("\(sentence) \(DescriptorBudget.advice)")
        } else {
            logger.info("\(sentence)")
        }
        return budget
    }

    /// Runs `services` until one fails, or SIGINT or SIGTERM ends them: the last one first.
    ///
    /// - Parameters:
    ///   - services: what the process consists of.
    ///   - drain: how long clients have to go elsewhere.
    ///   - log: the log of the process. SIGHUP changes its level, unless it goes to a terminal or the process was started
    ///     to ignore SIGHUP.
    ///   - onSecondSignal: is called when somebody does not want to wait.
    /// - Throws: what a service throws.
    static func run(
        _ services: [any Service],
        drain: Duration = .zero,
        log: ProcessLog,
        onSecondSignal: @escaping @Sendable () -> Void = {}
    ) async throws {
        HeapLimits.raise()
        var all: [any Service] = [SecondSignal(act: onSecondSignal)]
        if !ProcessLog.isOnTerminal, !InheritedSignals.handled(.sighup).isEmpty {
            all.append(LogLevelSignal(levels: log.levels, logger: log.logger))
        }
        all += services
        var configuration = ServiceGroupConfiguration(
            services: all.map {
                // The default name is the whole value as text: some kilobytes, and secrets among them.
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0,
                    serviceName: "\(type(of: $0))"
                )
            },
            gracefulShutdownSignals: InheritedSignals.handled(.sigint, .sigterm),
            logger: log.logger
        )
        configuration.maximumGracefulShutdownDuration = endMaximum + drain
        try await ServiceGroup(configuration: configuration).run()
    }
}
