public import Billets

/// A client's message, and the name that the client gave to the intent behind it.
public struct ClientEnvelope: Hashable, Sendable {
    /// The intent; nil if the client named none.
    public var requestID: RequestID?

    /// What the client says.
    public var message: ClientMessage

    /// The message under its request id.
    public init(requestID: RequestID?, message: ClientMessage) {
        self.requestID = requestID
        self.message = message
    }
}
