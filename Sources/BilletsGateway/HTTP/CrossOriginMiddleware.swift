import HTTPTypes
import Hummingbird

/// Lets pages of allowed origins read every answer, and answers their preflight requests.
///
/// Hummingbird's own middleware was not used: it tells pages of any origin of credentials and methods, and exposes
/// header fields in preflight answers alone.
struct CrossOriginMiddleware: RouterMiddleware {
    typealias Context = GatewayRequestContext

    private let policy: CrossOriginPolicy
    private let methods: String

    /// The middleware in front of `routes`.
    init(_ policy: CrossOriginPolicy, _ routes: [Route]) {
        self.policy = policy
        let all = Set(routes.map(\.method)).union([.head])
        methods = all.map(\.rawValue).sorted().joined(separator: ", ")
    }

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        let origin = policy.allowedOrigin(of: request.headers)
        if let origin, request.method == .options,
            request.headers.contains(.accessControlRequestMethod)
        {
            var headers = policy.preflightFields(for: origin, methods: methods)
            SecurityHeaders.add(to: &headers, isSecure: context.client.isSecure)
            return Response(status: .noContent, headers: headers)
        }
        var response = try await next(request, context)
        for field in policy.fields(for: origin) { response.headers.append(field) }
        return response
    }
}
