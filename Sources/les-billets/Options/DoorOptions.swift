import ArgumentParser
import Billets
import BilletsGateway

/// How clients come in to a gateway, and on whose word.
struct DoorOptions: ParsableArguments {
    /// The certificates of a gateway that speaks TLS.
    @Option(
        help: .setting(
            .tlsCertificate,
            "A PEM file with the gateway's certificate and the ones that vouch for it: clients then come in "
                + "over TLS. Goes with --tls-key.",
            value: "path",
            default: "no TLS"
        ),
        transform: String.init(parsing:)
    )
    var tlsCertificate: String?

    /// The key of the certificate.
    @Option(
        help: .setting(.tlsKey, "The PEM file with the certificate's private key.", value: "path"),
        transform: String.init(parsing:)
    )
    var tlsKey: String?

    /// Whose word on their clients is taken.
    @Option(help: .trustedProxies, transform: TrustedProxies.init(parsing:))
    var trustedProxies: TrustedProxies?

    /// Pages that may speak to the gateway, besides its own.
    @Option(
        help: .setting(
            .allowedOrigins,
            "Origins of web pages that may open sockets and use the API with credentials (CORS), besides the "
                + "gateway's own: https://desk.example.com, with commas between them. Pages of another "
                + "site send a bearer token: browsers keep the session cookie from them.",
            value: "origins",
            default: "none"
        ),
        transform: OriginList.init(parsing:)
    )
    var allowedOrigins: OriginList?

    /// Tells a gateway what the command line and the environment say.
    ///
    /// - Throws: a `Complaint` or a `Rejection` if they make no sense, or TLS cannot be spoken with these files.
    func apply(to configuration: inout GatewayConfiguration, _ settings: Settings) throws {
        try applyTrust(to: &configuration, settings)
        configuration.certificate = try certificate(settings)
    }

    /// Tells a gateway whose word is taken, without looking at certificates.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func applyTrust(to configuration: inout GatewayConfiguration, _ settings: Settings) throws {
        configuration.trustedProxies =
            try settings.value(trustedProxies, .trustedProxies) ?? .none
        configuration.allowedOrigins =
            try settings.value(allowedOrigins, .allowedOrigins)?.origins ?? []
    }

    private func certificate(_ settings: Settings) throws -> ServerCertificate? {
        let chain = try settings.value(tlsCertificate, .tlsCertificate)
        let key = try settings.value(tlsKey, .tlsKey)
        switch (chain, key) {
        case (let chain?, let key?):
            return try ServerCertificate(chainPath: chain, keyPath: key)
        case (nil, nil):
            return nil
        case (_?, nil):
            throw Complaint("There is a certificate, but no key: name its file with --tls-key.")
        case (nil, _?):
            throw Complaint(
                "There is a key, but no certificate: name its file with --tls-certificate."
            )
        }
    }
}
