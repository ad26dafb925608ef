import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// The HTTP API of a gateway: all its routes, and who may use each.
struct GatewayRoutes: Sendable {
    /// All routes.
    let routes: [Route]

    private let sessions: Sessions
    private let rates: UserRates
    private let metrics: GatewayMetrics
    private let configuration: GatewayConfiguration

    /// The API whose sessions are `sessions`, and whose users may send at `rates`.
    init(
        _ routes: [Route],
        sessions: Sessions,
        rates: UserRates,
        metrics: GatewayMetrics,
        configuration: GatewayConfiguration
    ) {
        self.routes = routes
        self.sessions = sessions
        self.rates = rates
        self.metrics = metrics
        self.configuration = configuration
    }

    /// The router of all of them; other methods on their paths are answered with 405.
    func router() -> Router<GatewayRequestContext> {
        let router = Router(
            context: GatewayRequestContext.self,
            options: .autoGenerateHeadEndpoints
        )
        router.add(middleware: TraceMiddleware(instrument: configuration.instrument))
        router.add(middleware: RequestLogMiddleware())
        router.add(
            middleware: ClientMiddleware(
                proxies: configuration.trustedProxies,
                isTLS: configuration.certificate != nil
            )
        )
        router.add(middleware: MetricsMiddleware(metrics: metrics))
        router.add(
            middleware: CrossOriginMiddleware(
                CrossOriginPolicy(allowedOrigins: configuration.allowedOrigins),
                routes
            )
        )
        router.add(middleware: ProblemMiddleware(allowedOrigins: configuration.allowedOrigins))
        router.add(middleware: MethodMiddleware(routes))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await respond(to: request, context, route.handler)
            }
        }
        return router
    }

    private func respond(
        to request: Request,
        _ context: GatewayRequestContext,
        _ handler: Route.Handler
    ) async throws -> Response {
        let call = RouteRequest(
            request: request,
            parameters: context.parameters,
            client: context.client,
            channel: context.channel,
            bodyBytesMaximum: configuration.connections.bodyBytesMaximum
        )
        do {
            switch handler {
            case .open(let handle):
                return try await handle(call)
            case .session(let handle):
                return try await handle(call, try await session(request))
            case .administrator(let handle):
                let session = try await session(request)
                guard session.role == .admin else { throw Problem.administratorsOnly }
                return try await handle(call, session)
            }
        } catch let rejection as Rejection {
            throw Problem(rejection)
        }
    }

    private func session(_ request: Request) async throws -> Session {
        guard let session = try await sessions.session(of: RequestIdentity(request.head)) else {
            throw Problem.unauthorized
        }
        guard rates.rate(of: session.user.id)?.admit(at: UserRates.now) ?? true else {
            throw Rejection(
                .rateLimited,
                "You send too many requests: send fewer, and wait a second."
            )
        }
        return session
    }
}
