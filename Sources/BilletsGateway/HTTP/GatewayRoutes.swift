import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// The HTTP API of a gateway: all its routes, and who may use each.
struct GatewayRoutes: Sendable {
    /// Methods that some client may try on a path that does not take them.
    private static let knownMethods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]

    /// All routes.
    let routes: [Route]

    private let sessions: Sessions
    private let rates: UserRates
    private let configuration: GatewayConfiguration

    /// The API whose sessions are `sessions`, and whose users may send at `rates`.
    init(
        _ routes: [Route],
        sessions: Sessions,
        rates: UserRates,
        configuration: GatewayConfiguration
    ) {
        self.routes = routes
        self.sessions = sessions
        self.rates = rates
        self.configuration = configuration
    }

    /// The router of all of them; other methods on their paths are answered with 405.
    func router() -> Router<GatewayRequestContext> {
        let router = Router(
            context: GatewayRequestContext.self,
            options: .autoGenerateHeadEndpoints
        )
        router.add(
            middleware: ClientMiddleware(
                proxies: configuration.trustedProxies,
                isTLS: configuration.certificate != nil
            )
        )
        router.add(middleware: ProblemMiddleware(allowedOrigins: configuration.allowedOrigins))
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            for route in routes {
                router.on(RouterPath(path), method: route.method) { request, context in
                    try await respond(to: request, context, route.handler)
                }
            }
            refuseOthers(on: path, than: Set(routes.map(\.method)), router)
        }
        return router
    }

    private func refuseOthers(
        on path: String,
        than methods: Set<HTTPRequest.Method>,
        _ router: Router<GatewayRequestContext>
    ) {
        let allowed = methods.contains(.get) ? methods.union([.head]) : methods
        let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        for method in Self.knownMethods where !allowed.contains(method) {
            router.on(RouterPath(path), method: method) { _, _ in
                var response = Response(Problem.methodNotAllowed(allow: allow))
                response.headers[.allow] = allow
                return response
            }
        }
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
        guard let token = RequestIdentity(request.head).token,
            let session = try await sessions.session(token: token)
        else { throw Problem.unauthorized }
        guard rates.rate(of: session.user.id)?.admit(at: UserRates.now) ?? true else {
            throw Rejection(
                .rateLimited,
                "You send too many requests: send fewer, and wait a second."
            )
        }
        return session
    }
}
