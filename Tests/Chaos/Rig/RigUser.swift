public import Billets

/// Somebody who is logged in at every gateway of a rig.
public struct RigUser: Sendable {
    /// Who it is.
    public let user: User

    /// The session's token.
    public let token: String
}
