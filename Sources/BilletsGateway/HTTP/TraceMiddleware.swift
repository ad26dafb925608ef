import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import Instrumentation
import Logging
import ServiceContextModule

/// Lets each request belong to a trace: to that of its sender, if the header `traceparent` tells of one, or to a new one.
struct TraceMiddleware: RouterMiddleware {
    typealias Context = GatewayRequestContext

    /// What reads headers.
    let instrument: any Instrument

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        var service = ServiceContext.topLevel
        instrument.extract(request.headers, into: &service, using: HeaderExtractor())
        var generator = SystemRandomNumberGenerator()
        service.trace = service.trace?.next(using: &generator) ?? TraceContext(using: &generator)
        var context = context
        context.logger[metadataKey: "trace_id"] = service.trace.map { "\($0.traceID)" }
        return try await ServiceContext.withValue(service) { try await next(request, context) }
    }

    /// A header that comes more than once is none (W3C Trace Context, section 3.2.1).
    private struct HeaderExtractor: Extractor {
        func extract(key: String, from headers: HTTPFields) -> String? {
            guard let name = HTTPField.Name(key) else { return nil }
            let values = headers[values: name]
            return values.count == 1 ? values.first : nil
        }
    }
}
