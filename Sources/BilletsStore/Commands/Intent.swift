import Billets
import BilletsWire

/// The request id of a command, and the digest that tells the command from others.
struct Intent: Hashable, Sendable {
    /// The request id.
    let requestID: RequestID

    /// The digest of the command.
    let digest: CommandDigest

    /// The intent of `request`; nil if it has no request id.
    init?(_ request: CommandRequest) {
        guard let requestID = request.requestID else { return nil }
        self.requestID = requestID
        digest = CommandDigest(request.command)
    }
}
