import Billets
import BilletsWire
import GRPCCore

extension StoreService {
    /// Registers a process as a node until the call ends: with the process, its connection, or this process.
    func register(
        request: ProtoRegisterRequest,
        response: RPCWriter<ProtoRegisterResponse>,
        context: ServerContext
    ) async throws {
        let (instance, registration) = try await answering {
            let instance = try NodeInstance(request)
            return (instance, try await store.register(instance))
        }
        guard registration == .registered else {
            try await response.write(registration.message)
            return
        }
        let end = Ending()
        do {
            try await withRPCCancellationHandler {
                try await response.write(registration.message)
                await end.wait()
            } onCancelRPC: {
                end.reach()
            }
        } catch {
            await store.unregister(instance)
            throw error
        }
        await store.unregister(instance)
    }

    /// Asks gateways to log at a level.
    func setLogLevel(
        request: ProtoSetLogLevelRequest,
        context: ServerContext
    ) async throws -> ProtoSetLogLevelResponse {
        try await answering {
            var response = ProtoSetLogLevelResponse()
            response.nodes = try await store.requestLogLevel(
                try LogLevel(request.level),
                of: request.hasNode ? request.node : nil
            )
            return response
        }
    }
}
