/// The answer of a store to a process that registers as a node.
public enum NodeRegistration: Hashable, Sendable {
    /// The process holds the name.
    case registered

    /// Another process holds the name, and has been silent for `silence`.
    ///
    /// It loses the name after `PresenceReport.silenceMaximum` of silence. `silence` is nil where the store knows that
    /// the process runs: it keeps the name until it ends.
    case taken(silence: Duration?)
}
