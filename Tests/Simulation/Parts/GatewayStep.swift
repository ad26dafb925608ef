import Billets
import BilletsGateway
import BilletsWire

/// What can happen in a gateway.
enum GatewayStep {
    /// It starts, or tries again: it asks the store who it is.
    case start

    /// The first answer of the store came; nil if it did not answer.
    case started(EventPage?)

    /// The updater's event loop gets its mail.
    case updaterMail

    /// The time that the updater wanted to be woken at has come.
    case updaterAlarm(at: Int)

    /// An event loop of sockets gets its mail.
    case groupMail(Int)

    /// A second has passed on the event loops of the sockets.
    case second

    /// It reports who is there.
    case keepHouse

    /// The report was answered.
    case maintained(Result<[WireEvent], Rejection>)

    /// A command was answered.
    case carriedOut(CommandRequest, connection: Int, Result<Acceptance, Rejection>)

    /// It publishes what was committed on its behalf.
    case publish([WireEvent])

    /// It tells its client the answer to a command.
    case answerClient(connection: Int, ServerMessage)

    /// The store answered a question of the updater.
    case readAnswered(UpdaterMail<Int>)

    /// The bus brought a message.
    case busBrings([WireEvent])

    /// The bus told how it is.
    case busHealth(DependencyHealth)
}
