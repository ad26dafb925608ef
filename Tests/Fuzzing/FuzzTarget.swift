/// A parser of bytes that come from outside, and what must hold whatever they are.
///
/// A trap is what a fuzzer finds by itself; what is merely wrong is told by `violation(of:)`.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// A text message of a client.
    case clientMessage = "client-message"

    /// A payload of the Redis channel.
    case wireEvent = "wire-event"

    /// The query of a list of tickets.
    case ticketQuery = "ticket-query"

    /// The body of a request: each reader of one has a look at it.
    case requestBody = "request-body"

    /// The bytes of a socket after its upgrade.
    case socketBytes = "socket-bytes"

    /// The bytes of a socket on which compression was agreed.
    case compressedBytes = "compressed-bytes"

    /// What proxies say of a client in `X-Forwarded-For` and `X-Forwarded-Proto`.
    case forwarded

    /// What is wrong with what the parser makes of `bytes`; nil if nothing is.
    public func violation(of bytes: [UInt8]) -> String? {
        switch self {
        case .clientMessage: ClientMessageProperty.violation(of: bytes)
        case .wireEvent: WireEventProperty.violation(of: bytes)
        case .ticketQuery: TicketQueryProperty.violation(of: bytes)
        case .requestBody: RequestBodyProperty.violation(of: bytes)
        case .socketBytes: SocketBytesProperty.violation(of: bytes)
        case .compressedBytes: CompressedBytesProperty.violation(of: bytes)
        case .forwarded: ForwardedProperty.violation(of: bytes)
        }
    }

    /// Good examples, from which a fuzzer sets out.
    public var examples: [[UInt8]] {
        switch self {
        case .clientMessage: ClientMessageProperty.examples.map { Array($0.utf8) }
        case .wireEvent: WireEventProperty.examples
        case .ticketQuery: TicketQueryProperty.examples.map { Array($0.utf8) }
        case .requestBody: RequestBodyProperty.examples.map { Array($0.utf8) }
        case .socketBytes: SocketBytesProperty.examples
        case .compressedBytes: CompressedBytesProperty.examples
        case .forwarded: ForwardedProperty.examples.map { Array($0.utf8) }
        }
    }
}
