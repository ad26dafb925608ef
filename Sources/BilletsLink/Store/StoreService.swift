import Billets
import BilletsWire
import GRPCCore
import Logging
import ServiceContextModule

/// The calls of the link as the store process answers them: each forwards to the store behind it.
struct StoreService: ProtoStore.SimpleServiceProtocol {
    /// The store behind it.
    let store: any TicketStore & AccountStore

    /// Which build this is.
    let version: String

    /// Runs what deals with streams of commands, where their connections are.
    let executor: LoopExecutor

    /// Where causes go that are told to nobody.
    let logger: Logger

    /// Runs what a call does; a refusal becomes the call's status.
    func answering<Answer>(
        _ body: () async throws -> Answer
    ) async throws -> Answer {
        do {
            return try await body()
        } catch let rejection as Rejection {
            log(rejection)
            throw RPCError(rejection)
        } catch let fault as MessageFault {
            throw RPCError(Rejection(.invalidMessage, fault.sentence))
        }
    }

    /// Logs why the store could not do something; a refusal with no such cause is nobody's trouble.
    func log(_ rejection: Rejection) {
        guard let cause = rejection.cause else { return }
        var metadata: Logger.Metadata = ["cause": "\(cause)"]
        if let trace = ServiceContext.current?.trace { metadata["trace_id"] = "\(trace.traceID)" }
        logger.warning("\(rejection.message)", metadata: metadata)
    }
}
