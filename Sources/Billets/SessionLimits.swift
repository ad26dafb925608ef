/// The bounds of sessions.
public enum SessionLimits {
    /// The longest life of a session of somebody who logged in.
    ///
    /// A revocation of a single session is remembered for longer, whatever the lifetime of new sessions is now.
    public static let lifetimeMaximum: Duration = .seconds(40 * 86_400)
}
