import Billets
public import BilletsLoad

extension BoardClient {
    /// How often something may happen between two looks at two clients.
    private static let looksMaximum = 100

    /// Whether this client and another one have the same board, once both have seen the same changes: what happens by itself,
    /// such as a lock that runs out, reaches the one before the other.
    ///
    /// - Throws: a `Trouble` if one of them does not hear of what the other has seen.
    public func agrees(with other: BoardClient) async throws -> Bool {
        for _ in 0..<Self.looksMaximum {
            let (mine, theirs) = (observation.board, other.observation.board)
            guard let own = mine?.cursor.revision, let others = theirs?.cursor.revision else {
                return false
            }
            if own == others { return mine == theirs }
            let latest = max(own, others)
            for client in [self, other] {
                try await client.wait("revision \(latest)") {
                    ($0.board?.cursor.revision ?? .none) >= latest
                }
            }
        }
        return false
    }
}
