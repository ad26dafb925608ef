import Billets
import GRPCCore

/// Refuses every call that does not carry the shared secret.
struct SecretGuard: ServerInterceptor {
    /// The secret.
    let secret: Secret

    /// Where refusals are told.
    let log: RefusalLog

    /// Lets the call pass, or ends it with `unauthenticated`.
    func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>,
        context: ServerContext,
        next:
            @Sendable @concurrent (
                _ request: StreamingServerRequest<Input>,
                _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        guard SharedSecret.matches(request.metadata, secret: secret) else {
            log.note(.secret, peer: context.remotePeer)
            throw RPCError(
                code: .unauthenticated,
                message: "The shared secret is missing or wrong."
            )
        }
        return try await next(request, context)
    }
}
