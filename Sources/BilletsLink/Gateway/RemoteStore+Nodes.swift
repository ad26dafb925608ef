public import Billets
public import BilletsWire
import GRPCCore
import Synchronization

extension RemoteStore {
    /// Registers a process as a node, for as long as this connection lasts.
    ///
    /// The store process holds the name while the call is open, so that it learns at once when this process dies. After a
    /// loss of the link the caller registers again.
    public func register(
        _ instance: NodeInstance
    ) async throws(Rejection) -> NodeRegistration {
        let client = try await linkedClient(until: .now + timing.callPatience)
        let (answers, continuation) = AsyncThrowingStream.makeStream(
            of: NodeRegistration.self,
            bufferingPolicy: .bufferingOldest(1)
        )
        // Ends with the connection, with `unregister`, or when the process registers again.
        let call = Task {
            do {
                try await client.call(.defaults) { client, options in
                    try await client.calls.register(
                        instance.message,
                        metadata: client.metadata,
                        options: options
                    ) { response in
                        for try await answer in response.messages {
                            continuation.yield(try NodeRegistration(answer))
                        }
                    }
                }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        return try await registration(instance, call, answers)
    }

    /// Ends the call that holds the name; the store process gives the name back when it notices.
    public func unregister(_ instance: NodeInstance) async {
        registrations.withLock { $0.removeValue(forKey: instance) }?.cancel()
    }

    /// Asks live gateways to log at `level`.
    public func requestLogLevel(
        _ level: LogLevel,
        of node: String?
    ) async throws(Rejection) -> [String] {
        var request = ProtoSetLogLevelRequest()
        request.level = level.message
        if let node { request.node = node }
        let message = request
        return try await call(.change, patience: timing.callPatience) { client, options in
            try await client.calls.setLogLevel(
                message,
                metadata: client.metadata,
                options: options
            ).nodes
        }
    }

    /// Waits for the store's answer, and keeps the call if it holds the name.
    private func registration(
        _ instance: NodeInstance,
        _ call: Task<Void, Never>,
        _ answers: AsyncThrowingStream<NodeRegistration, any Error>
    ) async throws(Rejection) -> NodeRegistration {
        do {
            let answer = try await withThrowingTaskGroup(of: NodeRegistration?.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    for try await answer in answers { return answer }
                    return nil
                }
                group.addTask { [timing] in
                    try await Task.sleep(for: timing.callPatience)
                    throw RPCError(
                        code: .deadlineExceeded,
                        message: "No answer to the registration."
                    )
                }
                return try await group.next() ?? nil
            }
            guard let answer else {
                throw RPCError(code: .unavailable, message: "The store ended the registration.")
            }
            guard answer == .registered else { return answer }
            // The earlier call ends after the new one has begun: the name is held all the time.
            registrations.withLock { $0.updateValue(call, forKey: instance) }?.cancel()
            return answer
        } catch let error as RPCError where error.code == .unimplemented {
            // A store process of an earlier version keeps no names.
            return .registered
        } catch {
            call.cancel()
            throw Self.rejection(error)
        }
    }
}
