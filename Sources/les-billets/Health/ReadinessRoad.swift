/// How a question for readiness travels.
enum ReadinessRoad: Hashable, Sendable {
    /// As it is.
    case clearText

    /// Over TLS, whatever the other end shows of itself: it is a process of this very machine, whose certificate is for
    /// the name that clients use, and the question holds no secret.
    case ownTLS

    /// Over TLS, to whoever shows a certificate of an authority in this PEM file, or of one that this machine trusts.
    case tls(authority: String?)
}
