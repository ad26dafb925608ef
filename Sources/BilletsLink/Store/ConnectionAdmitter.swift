import GRPCCore

/// Admits the connection of each call.
///
/// It must be the interceptor after all guards.
struct ConnectionAdmitter: ServerInterceptor {
    /// The connections of the server.
    let connections: ServerConnections

    /// Notes the connection of the call, and lets the call pass.
    func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>,
        context: ServerContext,
        next:
            @Sendable @concurrent (
                _ request: StreamingServerRequest<Input>,
                _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        connections.admit(context.remotePeer)
        return try await next(request, context)
    }
}
