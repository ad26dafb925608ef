import Billets

/// Why there is no link to the store at present.
enum LinkTrouble: Hashable {
    /// The first connection has not come about yet.
    case connecting

    /// It cannot be connected to, or went away; `cause` is for the log.
    case unreachable(cause: String)

    /// It is there and does not want this gateway, because it was given another secret.
    case refused(cause: String)

    /// It is there, and the two ends do not believe each other, or do not both speak TLS.
    case distrusted(TLSFailure, cause: String)

    /// This gateway stops.
    case stopped

    /// Whether somebody has to set something right before there can be a link.
    var needsOperator: Bool {
        switch self {
        case .connecting, .unreachable, .stopped: false
        case .refused, .distrusted: true
        }
    }

    /// Why calls and commands fail meanwhile.
    var rejection: Rejection {
        switch self {
        case .connecting:
            Rejection(
                .unavailable,
                "The store cannot be reached yet: try again in a moment.",
                cause: "the link to the store has not been opened yet"
            )
        case .unreachable(let cause):
            Rejection(
                .unavailable,
                "The store cannot be reached now: try again in a moment.",
                cause: cause
            )
        case .refused(let cause):
            Rejection(
                .unavailable,
                "The store refuses this gateway, because its shared secret is wrong.",
                cause: cause
            )
        case .distrusted(let failure, let cause):
            Rejection(.unavailable, Self.sentence(about: failure), cause: cause)
        case .stopped:
            Rejection(
                .unavailable,
                "This gateway stops: try again on another one.",
                cause: "the link to the store was closed"
            )
        }
    }

    private static func sentence(about failure: TLSFailure) -> String {
        switch failure {
        case .ownCertificateMissing:
            "The store refuses this gateway, because it shows no certificate."
        case .ownCertificateExpired:
            "The store refuses this gateway, because the gateway's certificate has expired."
        case .ownCertificateForeign:
            "The store refuses this gateway, because it does not know the authority of the gateway's "
                + "certificate."
        case .ownCertificateRefused:
            "The store refuses this gateway because of the gateway's certificate."
        case .otherCertificateMissing, .otherCertificateUntrusted:
            "This gateway refuses the store: the store's certificate has expired, or is not of the "
                + "authority that the gateway was given."
        case .otherNameWrong:
            "This gateway refuses the store, because the store's certificate is for another name."
        case .otherSpeaksNoTLS:
            "This gateway was told to speak TLS with the store, and the store does not."
        case .otherSpeaksTLS:
            "The store speaks TLS, and this gateway was not told to."
        }
    }
}
