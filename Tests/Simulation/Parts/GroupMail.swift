import Billets
import BilletsGateway
import BilletsWire

/// What the sockets of one event loop are told.
enum GroupMail {
    /// These changes come next.
    case events(FrameBatch)

    /// A command of this connection was carried out, or not.
    case answer(connection: Int, ServerMessage)

    /// This connection's question for its place in the stream is answered.
    case catchUp(connection: Int, CatchUp)

    /// The history of the database is another one.
    case startOver(Cursor)
}
