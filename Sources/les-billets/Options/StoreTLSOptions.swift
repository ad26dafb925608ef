import ArgumentParser
import BilletsLink

/// The certificates of one end of the link between gateways and store: both ends are told of theirs in
/// the same way.
struct StoreTLSOptions: ParsableArguments {
    /// What this process shows.
    @Option(
        help: .setting(
            .storeTLSCertificate,
            "Between gateways and store: this process's certificate, a PEM file in which those between it "
                + "and its authority may follow.",
            value: "path"
        ),
        transform: String.init(parsing:)
    )
    var storeTLSCertificate: String?

    /// The key of the certificate.
    @Option(
        help: .setting(
            .storeTLSKey,
            "The private key of that certificate, a PEM file without a pass phrase.",
            value: "path"
        ),
        transform: String.init(parsing:)
    )
    var storeTLSKey: String?

    /// Whose certificates this process believes.
    @Option(
        help: .setting(
            .storeTLSAuthority,
            "The authority whose certificates the other end must show, a PEM file. A store that has one "
                + "demands a certificate of each gateway; a gateway that has one speaks TLS.",
            value: "path"
        ),
        transform: String.init(parsing:)
    )
    var storeTLSAuthority: String?

    /// What this process shows; nil if it was told of no certificate.
    ///
    /// - Throws: a `Complaint` if only one of certificate and key is there, a `Rejection` if they are no good.
    func identity(_ settings: Settings) throws -> TLSIdentity? {
        let certificate = try settings.value(storeTLSCertificate, .storeTLSCertificate)
        let key = try settings.value(storeTLSKey, .storeTLSKey)
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            return try TLSIdentity(certificate: certificate, key: key)
        case (_?, nil):
            throw Complaint(
                "There is a certificate without its key: give --store-tls-key, or "
                    + "\(Setting.storeTLSKey.rawValue)."
            )
        case (nil, _?):
            throw Complaint(
                "There is a key without its certificate: give --store-tls-certificate, or "
                    + "\(Setting.storeTLSCertificate.rawValue)."
            )
        }
    }

    /// Whose certificates this process believes; nil if it was told of nobody's.
    ///
    /// - Throws: a `Rejection` if the file is no good.
    func authority(_ settings: Settings) throws -> TLSAuthority? {
        guard let path = try settings.value(storeTLSAuthority, .storeTLSAuthority) else {
            return nil
        }
        return try TLSAuthority(path)
    }

    /// What a store process demands of gateways.
    ///
    /// - Throws: a `Complaint` if that would be nothing.
    func admission(_ settings: Settings) throws -> StoreAdmission {
        let secret = try settings.secret(.storeSecret)
        let identity = try identity(settings)
        switch (try authority(settings), identity, secret) {
        case (let authority?, let identity?, _):
            return .certificate(from: authority, identity: identity, secret: secret)
        case (_?, nil, _):
            throw Complaint(
                "A store that demands certificates shows one itself: give --store-tls-certificate and "
                    + "--store-tls-key too."
            )
        case (nil, _, let secret?):
            return .secret(secret, identity: identity)
        case (nil, _, nil):
            throw Complaint(
                "Anybody could come in as a gateway: put a secret into "
                    + "\(Setting.storeSecret.rawValue), or into a file that "
                    + "\(Setting.storeSecret.fileVariable) names, here and at every gateway; or demand "
                    + "certificates with --store-tls-authority."
            )
        }
    }
}
