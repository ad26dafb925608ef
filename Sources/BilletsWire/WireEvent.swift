public import Billets

/// A committed change as it travels between gateways: where it stands in which history, and the very
/// bytes that sockets are sent.
public struct WireEvent: Hashable, Sendable {
    /// Its place in the history.
    public let cursor: Cursor

    /// The event as `ServerMessage.event` encodes it: one JSON object, UTF-8.
    public let payload: [UInt8]

    /// The change at `cursor`.
    public init(cursor: Cursor, payload: [UInt8]) {
        self.cursor = cursor
        self.payload = payload
    }

    /// The change `event` of the history `epoch`.
    public init(_ event: TicketEvent, epoch: Epoch) {
        cursor = Cursor(epoch: epoch, revision: event.revision)
        payload = ServerMessage.event(event).encoded()
    }
}
