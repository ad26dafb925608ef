/// What a load tester wants to know of a gateway's message.
public enum ScannedMessage: Hashable, Sendable {
    /// An event of this revision.
    case event(revision: Int64)

    /// The command with this number was carried out.
    case accepted(CommandNumber, revision: Int64)

    /// The greeting: where the gateway's stream stands.
    case welcome(revision: Int64)

    /// The missed events up to this revision follow.
    case resumed(revision: Int64)

    /// A part of the board as of this revision.
    case snapshot(revision: Int64, more: Bool)

    /// Something of which there is little: it is decoded.
    case other
}
