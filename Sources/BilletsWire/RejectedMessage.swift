public import Billets

/// A message that was no use: what its sender is told, under the request id as far as it could be read.
public struct RejectedMessage: Error, Hashable, Sendable {
    /// The request id of the message, if it could be read.
    public let requestID: RequestID?

    /// What is wrong.
    public let rejection: Rejection
}

extension Result<ClientEnvelope, RejectedMessage> {
    /// The intent that a message names, understood or not.
    public var requestID: RequestID? {
        switch self {
        case .success(let envelope): envelope.requestID
        case .failure(let rejected): rejected.requestID
        }
    }
}
