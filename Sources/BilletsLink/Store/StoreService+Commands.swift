import Billets
import BilletsWire
import GRPCCore
import Logging

extension StoreService {
    /// Carries out the commands of one gateway: a task of its own reads, this one writes answers, and
    /// neither holds another gateway up.
    func commands(
        request: RPCAsyncSequence<ProtoCommandBatch, any Error>,
        response: RPCWriter<ProtoAnswerBatch>,
        context: ServerContext
    ) async throws {
        try await withTaskExecutorPreference(executor) {
            try await carryCommands(request, response)
        }
    }

    private func carryCommands(
        _ request: RPCAsyncSequence<ProtoCommandBatch, any Error>,
        _ response: RPCWriter<ProtoAnswerBatch>
    ) async throws {
        let queue = AnswerQueue()
        // gRPC calls it when this process begins to stop, and when the stream is lost.
        try await withRPCCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { await takeIn(request, queue: queue) }
                while let answers = await queue.nextBatch() {
                    if let rejection = Self.troubled(answers) { log(rejection) }
                    var batch = ProtoAnswerBatch()
                    batch.answers = answers.map { $0.result.message(sequence: $0.number) }
                    try await response.write(batch)
                }
            }
        } onCancelRPC: {
            queue.drain()
        }
    }

    private func takeIn(
        _ batches: RPCAsyncSequence<ProtoCommandBatch, any Error>,
        queue: AnswerQueue
    ) async {
        do {
            for try await batch in batches {
                for command in batch.commands where queue.takeIn() {
                    carryOut(command, queue: queue)
                }
                await queue.room()
            }
            queue.drain()
        } catch {
            queue.abandon()
        }
    }

    private func carryOut(_ command: ProtoCommand, queue: AnswerQueue) {
        let sequence = command.sequence
        do {
            let request = try CommandRequest(command)
            note(request)
            store.submit(request, answeringTo: AnswerAddress(queue, sequence))
        } catch {
            AnswerAddress(queue, sequence)
                .take(.failure(Rejection(.invalidMessage, error.sentence)))
        }
    }

    /// Tells those who look closely which command came, of which trace.
    private func note(_ request: CommandRequest) {
        guard logger.logLevel <= .debug else { return }
        var metadata: Logger.Metadata = ["user": "\(request.user.id)"]
        if let requestID = request.requestID { metadata["request"] = "\(requestID)" }
        if let trace = request.trace { metadata["trace_id"] = "\(trace.traceID)" }
        logger.debug("A command came.", metadata: metadata)
    }

    /// One for each batch, so that a failing store does not fill the log.
    private static func troubled(_ answers: [NumberedAnswer]) -> Rejection? {
        for answer in answers {
            if case .failure(let rejection) = answer.result, rejection.cause != nil {
                return rejection
            }
        }
        return nil
    }
}
