/// Why the bus did not carry an event, or did not take in a payload.
public enum RedisBusDrop: String, CaseIterable, Hashable, Sendable {
    /// A payload is not in the form of what the channel carries.
    case malformed

    /// A payload was not signed with the key of this database.
    case forged

    /// A payload belongs to another history of this database.
    case foreignEpoch = "foreign_epoch"

    /// A payload is larger than any event.
    case oversized

    /// An event of ours had to make room for newer ones: too many waited.
    case queueFull = "queue_full"

    /// An event of ours was not sent, since there was no connection.
    case disconnected

    /// An event of ours was refused by Redis.
    case refused

    /// An event of ours was sent, but the connection ended before Redis had answered.
    case unconfirmed
}
