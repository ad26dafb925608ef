import Billets
import BilletsGateway
import BilletsWire

/// One connection between a client and a gateway, as both ends and the network see it.
struct SimulatedConnection {
    /// More unread bytes than these, and the gateway waits with the next part of an answer.
    static let writableBytesMaximum = 3_000

    /// More unread bytes than these cost the client its connection.
    static let unsentBytesMaximum = 12_000

    /// Whose it is.
    let client: Int

    /// To which gateway it leads.
    let gateway: GatewayName

    /// On which of the gateway's event loops it lives.
    let group: Int

    /// Its place in the stream.
    var stream = SocketStream()

    /// Whether the gateway may still send.
    var isOpenAtGateway = true

    /// Whether the gateway counts it among its sockets.
    var isCounted = true

    /// Whether the client still listens.
    var isOpenAtClient = true

    /// What the client has not read yet.
    var parcels: [Parcel] = []

    /// How many bytes that are.
    var unreadBytes = 0

    /// Whether a step in which the client reads is planned.
    var isReadPlanned = false

    /// Whether an answer is being written.
    var isDraining = false

    /// When what the client said last reaches the gateway, in microseconds.
    var lastHeardAt = 0

    /// Whether a report that names its user was taken in by the store, and in which history.
    var reportedIn: Epoch?

    /// Whether little enough waits for the client.
    var isWritable: Bool {
        unreadBytes < Self.writableBytesMaximum
    }
}
