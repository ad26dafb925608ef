/// What clients do to a gateway.
public enum ClientFault: String, CaseIterable, Hashable, Sendable {
    /// They ask for everything, and do not read.
    case slow = "slow clients"

    /// They are there, and then silent for ever, their connections half open.
    case dead = "dead clients"

    /// Many come, and vanish at once.
    case crowd = "a crowd of clients vanishes"
}
