/// Why a store process does not serve somebody.
enum StoreRefusal: Hashable {
    /// A call came without the shared secret.
    case secret

    /// A connection made no call that was served.
    case noCall

    /// There was no speaking with each other.
    case tls(TLSFailure)

    /// What an operator is told.
    var sentence: String {
        switch self {
        case .secret:
            "A call without the shared secret was refused."
        case .noCall:
            "A connection was closed: no call on it authenticated in time."
        case .tls(.ownCertificateMissing), .tls(.ownCertificateRefused):
            "A gateway refuses this store because of its certificate."
        case .tls(.ownCertificateExpired):
            "A gateway refuses this store, because the store's certificate has expired."
        case .tls(.ownCertificateForeign):
            "A gateway refuses this store: the gateway does not know the authority of its certificate."
        case .tls(.otherCertificateMissing):
            "A connection without a certificate was refused."
        case .tls(.otherCertificateUntrusted), .tls(.otherNameWrong):
            "A gateway was refused: its certificate has expired, or is not of the authority that this "
                + "store was given."
        case .tls(.otherSpeaksNoTLS):
            "A connection was refused: this store speaks TLS, and the other end does not."
        case .tls(.otherSpeaksTLS):
            "A connection was refused: the other end speaks TLS, and this store was given no "
                + "certificate."
        }
    }
}
