import Billets
import BilletsWire

/// One step of a simulated world: what happens at one moment, between which processes may die.
///
/// It lies on the heap, since the queue moves it about.
indirect enum Step {
    /// Something happens in a gateway, if it still lives.
    case gateway(GatewayName, GatewayStep)

    /// Something that a gateway sent reaches the store, also when the gateway has died since.
    case store(GatewayName, StoreStep)

    /// A client does something of its own.
    case act(client: Int)

    /// A client opens a connection to some gateway.
    case connect(client: Int)

    /// What a client sent reached its gateway.
    case hear(connection: Int, ClientEnvelope)

    /// A client reads what was sent to it.
    case readParcels(connection: Int)

    /// A gateway notices that the client of a connection is gone.
    case noticeEnd(connection: Int)

    /// A client notices that its connection is gone.
    case noticeLoss(connection: Int)

    /// A client sends again what it has no certain answer to.
    case retry(connection: Int, RequestID)

    /// A client asks for its place in the stream again.
    case askAgain(connection: Int)

    /// A gateway dies, unless it has died before.
    case die(GatewayName)

    /// A client that has not been answered yet asks for everything.
    case askTwice(connection: Int)

    /// Something goes wrong.
    case fail(FaultKind)

    /// A client reads as fast as others again.
    case hasten(client: Int)

    /// The bus carries events again, unless it has gone away anew.
    case busReturns

    /// A backup is made.
    case backUp

    /// Nothing goes wrong any more, and nobody has new ideas.
    case calm

    /// Time alone changes nothing any more: no more reports.
    case freeze

    /// Everybody must agree now.
    case end
}
