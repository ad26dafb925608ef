import Billets
import GRPCCore

extension RemoteStore {
    /// What may be done about a call that failed on its way.
    enum CallKind {
        /// It only reads, so it is tried again as long as there is time.
        case read

        /// It changes something, and whether it did is unknown when it fails: its caller decides.
        case change
    }

    /// Makes a call over the link, as soon as there is one.
    ///
    /// - Parameters:
    ///   - kind: what may be done if it fails on its way.
    ///   - patience: how long all of it may take.
    ///   - perform: makes it; the options carry the deadline.
    /// - Returns: what the store answered.
    /// - Throws: what the store said, or `unavailable` when `patience` is over or there is no link.
    func call<Answer: Sendable>(
        _ kind: CallKind,
        patience: Duration,
        _ perform: @escaping @Sendable (StoreClient, CallOptions) async throws -> Answer
    ) async throws(Rejection) -> Answer {
        let deadline = ContinuousClock.now + patience
        while true {
            let client = try await linkedClient(until: deadline)
            var options = CallOptions.defaults
            options.timeout = max(.zero, ContinuousClock.now.duration(to: deadline))
            do {
                return try await client.call(options, perform)
            } catch {
                // The pause lets the link's own task notice a loss that this call has noticed already.
                guard kind == .read, Self.isLoss(error),
                    ContinuousClock.now + timing.callPause < deadline,
                    (try? await Task.sleep(for: timing.callPause)) != nil
                else { throw Self.rejection(error) }
            }
        }
    }

    /// Waits for a link, but not for long.
    func linkedClient(
        until deadline: ContinuousClock.Instant
    ) async throws(Rejection) -> StoreClient {
        let deadline = min(deadline, ContinuousClock.now + timing.linkPatience)
        while true {
            switch link {
            case .up(let client):
                return client
            case .down(let trouble):
                switch trouble {
                case .refused, .distrusted, .stopped: throw trouble.rejection
                case .connecting, .unreachable: break
                }
                guard ContinuousClock.now < deadline,
                    (try? await Task.sleep(for: timing.callPause)) != nil
                else { throw trouble.rejection }
            }
        }
    }

    /// Whether the call failed on its way, so that another connection may do better.
    private static func isLoss(_ error: any Error) -> Bool {
        guard let error = error as? RPCError else { return error is RuntimeError }
        let codes: [RPCError.Code] = [.unavailable, .cancelled, .unknown, .internalError]
        return error.rejection == nil && codes.contains(error.code)
    }

    /// The meaning of a failed call for its caller.
    static func rejection(_ error: any Error) -> Rejection {
        guard let error = error as? RPCError, error.code != .unauthenticated else {
            return LinkTrouble(error).rejection
        }
        if let rejection = error.rejection { return rejection }
        guard error.code == .deadlineExceeded else { return LinkTrouble(error).rejection }
        return Rejection(
            .unavailable,
            "The store has not answered in time: try again in a moment.",
            cause: String(describing: error)
        )
    }
}
