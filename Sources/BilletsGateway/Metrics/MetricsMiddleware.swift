import HTTPTypes
import Hummingbird

/// Counts requests by the status of their answer.
struct MetricsMiddleware: RouterMiddleware {
    typealias Context = GatewayRequestContext

    /// Where they are counted.
    let metrics: GatewayMetrics

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        metrics.responded(status: response.status.code)
        return response
    }
}
