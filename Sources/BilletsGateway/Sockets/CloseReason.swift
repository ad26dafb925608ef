/// Every way in which a gateway sends a client away.
package enum CloseReason: CaseIterable, Hashable {
    /// The client said goodbye first.
    case goodbye

    /// A frame that breaks RFC 6455, or RFC 7692.
    case protocolError

    /// A binary frame.
    case binary

    /// Text that is not UTF-8, or was not compressed as agreed.
    ///
    /// The latter too: the frame keeps to RFC 6455, but its data "was not consistent with the type of the message"
    /// (section 7.4.1).
    case invalidText

    /// The rate limit was exceeded for long.
    case abuse

    /// More frames than the rate limit allows, whatever they held.
    case frameFlood

    /// A message over the limit.
    case messageTooBig

    /// The gateway restarts, or the history of the database has changed: come back.
    case serviceRestart

    /// The session has expired or was revoked: log in again.
    case sessionEnded

    /// The client reads too slowly: come back with `since`.
    case slowConsumer

    /// The number that goes over the wire (RFC 6455, section 7.4, and PROTOCOL's own).
    var code: UInt16 {
        switch self {
        case .goodbye: 1000
        case .protocolError: 1002
        case .binary: 1003
        case .invalidText: 1007
        case .abuse, .frameFlood: 1008
        case .messageTooBig: 1009
        case .serviceRestart: 1012
        case .sessionEnded: 4401
        case .slowConsumer: 4408
        }
    }

    /// The words that go over the wire, at most 123 bytes.
    var sentence: String {
        switch self {
        case .goodbye: "goodbye"
        case .protocolError: "the frame breaks RFC 6455 or RFC 7692"
        case .binary: "binary frames are not taken: send JSON in text frames"
        case .invalidText: "the text is not UTF-8, or cannot be inflated"
        case .abuse: "too many messages for too long: send fewer"
        case .frameFlood: "too many frames: send fewer pings, and larger fragments"
        case .messageTooBig: "the message is too big: send a smaller one"
        case .serviceRestart:
            "the service restarts: come back after a random part of reconnectAfterMs"
        case .sessionEnded: "the session has ended: log in again"
        case .slowConsumer: "too many unread bytes: come back with since"
        }
    }
}
