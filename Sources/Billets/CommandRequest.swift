/// A command, who gives it, and the name of the intent behind it.
public struct CommandRequest: Hashable, Sendable {
    /// Who gives it.
    public let user: User

    /// The intent, which the store carries out once, however often it is sent; nil: not remembered.
    public var requestID: RequestID?

    /// What is to be done.
    public let command: TicketCommand

    /// The trace that it belongs to; nil if nobody traces it.
    public let trace: TraceContext?

    /// The command of `user`.
    public init(
        user: User,
        requestID: RequestID?,
        command: TicketCommand,
        trace: TraceContext? = nil
    ) {
        self.user = user
        self.requestID = requestID
        self.command = command
        self.trace = trace
    }
}
