import Billets
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore
public import ServiceLifecycle

/// A door of its own for Prometheus, so that a balancer before the clients' door does not publish the figures.
///
/// It answers `GET /metrics`, and nothing else.
public struct MetricsDoor: Service {
    private let registry: PrometheusRegistry
    private let host: String
    private let port: Int
    private let logger: Logger
    private let onReady: @Sendable (Int) -> Void

    /// A door to the figures of `registry`; `onReady` is told the port once it listens.
    public init(
        _ registry: PrometheusRegistry,
        host: String,
        port: Int,
        logger: Logger,
        onReady: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.registry = registry
        self.host = host
        self.port = port
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until it is shut down gracefully.
    ///
    /// - Throws: a `Rejection` if it cannot listen.
    public func run() async throws {
        let router = Router()
        router.get("/metrics") { [registry] _, _ in
            Response(
                status: .ok,
                headers: [.contentType: PrometheusRegistry.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: registry.exposition()))
            )
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: "les-billets"
            ),
            onServerRunning: { [onReady] channel in onReady(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw Rejection(
                .unavailable,
                """
                Nobody can ask for metrics on \(host) port \(port): choose another port or address with \
                --metrics-listen, or end the program that uses it.
                """,
                cause: error.description
            )
        }
    }
}
