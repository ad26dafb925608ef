import BilletsWire
import NIOCore

/// What a gateway sent to a client, and the client has not read yet.
enum Parcel {
    /// A message to this client alone.
    case message(ServerMessage)

    /// Frames that are the same for many.
    case frames(ByteBuffer)

    /// A goodbye.
    case goodbye

    /// How much room it takes, in bytes; a message to one client is taken for 200.
    var bytes: Int {
        switch self {
        case .message: 200
        case .frames(let frames): frames.readableBytes
        case .goodbye: 0
        }
    }
}
