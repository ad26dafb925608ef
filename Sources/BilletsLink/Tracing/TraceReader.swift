import BilletsWire
import GRPCCore
import ServiceContextModule

/// Lets what the store does for a call belong to the trace that the call tells of.
struct TraceReader: ServerInterceptor {
    /// Lets the call pass, in its trace.
    func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>,
        context: ServerContext,
        next:
            @Sendable @concurrent (
                _ request: StreamingServerRequest<Input>,
                _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        var service = ServiceContext.topLevel
        TraceInstrument().extract(request.metadata, into: &service, using: MetadataCarrier())
        return try await ServiceContext.withValue(service) { try await next(request, context) }
    }
}
