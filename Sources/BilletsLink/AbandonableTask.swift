import Synchronization

/// Work of a library that may never end: it is cancelled with whoever waits for it, and then no longer
/// waited for.
///
/// gRPC Swift (NIO transport 2.9.2, `GRPCChannel.enqueue`, case `poke`) loses the cancellation of a call
/// that begins while its channel is idle; if the channel is not run any more either, the call waits for
/// ever, and so would any task group that it is a child of. What is abandoned so stays in memory.
final class AbandonableTask<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let ending = Ending()

    /// Waits for `operation`, but not beyond the cancellation of the task.
    static func value(
        of operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let abandonable = AbandonableTask()
        // It ends by itself, or is cancelled below.
        let task = Task { await abandonable.perform(operation) }
        await abandonable.ending.wait()
        if let result = abandonable.result.withLock({ $0 }) { return try result.get() }
        task.cancel()
        throw CancellationError()
    }

    private func perform(_ operation: @Sendable () async throws -> Value) async {
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await operation())
        } catch {
            outcome = .failure(error)
        }
        result.withLock { $0 = outcome }
        ending.reach()
    }
}
