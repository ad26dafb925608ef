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
        var call = RouteRequest(
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
            case .session(let handle), .logIn(let handle), .administrator(let handle),
                .administratorLogIn(let handle):
                let session = try await session(request, context.client.address)
                try Self.check(session, handler, request.method)
                call.isAdmitted = { [sessions] in sessions.isAlive(session) }
                return try await handle(call, session)
            }
        } catch let rejection as Rejection {
            throw Problem(rejection)
        }
    }

    /// Checks that `session` may use an operation.
    ///
    /// - Throws: `Problem` 403 that says what it lacks.
    private static func check(
        _ session: Session,
        _ handler: Route.Handler,
        _ method: HTTPRequest.Method
    ) throws(Problem) {
        switch handler {
        case .open: break
        case .session:
            let scope: APITokenScope = [.get, .head].contains(method) ? .read : .write
            guard session.permits(scope) else { throw .missing(scope) }
        case .logIn, .administratorLogIn:
            guard session.isLogIn else { throw .sessionOnly }
        case .administrator:
            guard session.permits(.admin) else { throw .missing(.admin) }
        }
        switch handler {
        case .open, .session, .logIn: break
        case .administrator, .administratorLogIn:
            guard session.role == .admin else { throw .administratorsOnly }
        }
    }

    private func session(_ request: Request, _ address: ClientAddress) async throws -> Session {
        let identity = RequestIdentity(request.head)
        guard let session = try await sessions.session(of: identity, from: address) else {
            throw Problem.unauthorized
        }
        guard rates.rate(of: session.user.id)?.admit(at: UserRates.now) ?? true else {
            throw Rejection.tooManyRequests
        }
        return session
    }
}
