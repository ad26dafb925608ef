import BilletsWire
import HTTPTypes
import Hummingbird

/// Answers a method that an address does not take with those that it takes (RFC 9110, section 15.5.6); the
/// router only says that it has found nothing.
struct MethodMiddleware: RouterMiddleware {
    typealias Context = GatewayRequestContext

    private let addresses: [(path: [Substring], allow: String)]

    /// The methods of these routes.
    init(_ routes: [Route]) {
        addresses = Dictionary(grouping: routes, by: \.path)
            .map { path, routes in
                var methods = Set(routes.map(\.method))
                if methods.contains(.get) { methods.insert(.head) }
                let allow = methods.map(\.rawValue).sorted().joined(separator: ", ")
                return (Route.segments(of: path), allow)
            }
    }

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard let allow = allow(at: request.uri.path) else { throw error }
            var response = Response(Problem.methodNotAllowed(allow: allow))
            response.headers[.allow] = allow
            return response
        }
    }

    private func allow(at path: String) -> String? {
        let segments = Route.segments(of: path)
        return addresses.first { address in
            address.path.count == segments.count
                && zip(address.path, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }?.allow
    }
}
