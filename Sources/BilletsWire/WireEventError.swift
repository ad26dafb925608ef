/// Why a payload on the events channel was dropped.
public enum WireEventError: Error, Hashable, Sendable {
    /// It is not in the form of a WireEvent.
    case malformed

    /// It was not signed with the key of this database.
    case forged
}
