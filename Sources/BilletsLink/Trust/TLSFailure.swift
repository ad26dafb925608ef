import NIOSSL

/// Why the two ends of a link cannot speak, seen from one of them.
enum TLSFailure: Hashable, CaseIterable {
    /// The other end demands a certificate, and this one showed none.
    case ownCertificateMissing

    /// The other end finds that this one's certificate has expired.
    case ownCertificateExpired

    /// The other end does not know the authority of this one's certificate.
    case ownCertificateForeign

    /// The other end refuses this one's certificate for another reason.
    case ownCertificateRefused

    /// This end demands a certificate, and the other showed none.
    case otherCertificateMissing

    /// The other end's certificate is not one to believe now.
    case otherCertificateUntrusted

    /// The other end's certificate is for another name.
    case otherNameWrong

    /// This end speaks TLS, and the other does not.
    case otherSpeaksNoTLS

    /// The other end speaks TLS, and this one does not.
    case otherSpeaksTLS

    /// What an error of a connection says about TLS; nil if it is about something else.
    ///
    /// SwiftNIO keeps BoringSSL's reasons to itself, but for their names in the description. The alerts are
    /// what the other end thinks (RFC 8446, section 6.2).
    init?(_ error: any Error) {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            self = .otherNameWrong
            return
        }
        let description = String(describing: error)
        for (words, failure) in Self.reasons where description.contains(words) {
            self = failure
            return
        }
        return nil
    }

    private static let reasons: [(words: String, failure: TLSFailure)] = [
        ("ALERT_CERTIFICATE_REQUIRED", .ownCertificateMissing),
        ("ALERT_CERTIFICATE_EXPIRED", .ownCertificateExpired),
        ("ALERT_UNKNOWN_CA", .ownCertificateForeign),
        ("ALERT_BAD_CERTIFICATE", .ownCertificateRefused),
        ("ALERT_UNSUPPORTED_CERTIFICATE", .ownCertificateRefused),
        ("ALERT_CERTIFICATE_REVOKED", .ownCertificateRefused),
        ("ALERT_CERTIFICATE_UNKNOWN", .ownCertificateRefused),
        ("PEER_DID_NOT_RETURN_A_CERTIFICATE", .otherCertificateMissing),
        ("CERTIFICATE_VERIFY_FAILED", .otherCertificateUntrusted),
        ("WRONG_VERSION_NUMBER", .otherSpeaksNoTLS),
        ("HTTP_REQUEST", .otherSpeaksNoTLS),
    ]
}
