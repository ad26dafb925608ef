import HTTPTypes
import Hummingbird

/// Finds out who sent a request, before anybody asks.
struct ClientMiddleware: RouterMiddleware {
    typealias Context = GatewayRequestContext

    /// Whose word on their clients is taken.
    let proxies: TrustedProxies

    /// Whether the gateway speaks TLS by itself.
    let isTLS: Bool

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = proxies.client(
            peer: context.peer,
            isTLS: isTLS,
            forwardedFor: Self.lines("x-forwarded-for", of: request),
            forwardedProto: Self.lines("x-forwarded-proto", of: request)
        )
        return try await next(request, context)
    }

    private static func lines(_ name: String, of request: Request) -> [String] {
        request.headers.filter { $0.name.canonicalName == name }.map(\.value)
    }
}
