/// A thing that an entry of a log is about.
public enum LogValue: Hashable, Sendable {
    /// A word or a number, as it is written.
    case text(String)

    /// Several things.
    case list([LogValue])

    /// Several things with names.
    case object([String: LogValue])
}
