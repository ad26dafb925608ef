import ArgumentParser
import BilletsLink

/// How a gateway, or a command about accounts, and a store process come to trust each other.
struct StoreTrustOptions: ParsableArguments {
    @OptionGroup var files: StoreTLSOptions

    /// Whom the store's certificate must be for.
    @Option(
        help: .setting(
            .storeTLSName,
            "The DNS name in the store's certificate.",
            value: "name",
            default: "the host of --store, for a Unix-domain socket localhost"
        ),
        transform: String.init(parsing:)
    )
    var storeTLSName: String?

    /// How to speak TLS with a store process; nil if that was not asked for.
    ///
    /// - Throws: a `Complaint` if something is missing, a `Rejection` if a file is no good.
    func tls(_ settings: Settings) throws -> GatewayTLS? {
        let identity = try files.identity(settings)
        let name = try settings.value(storeTLSName, .storeTLSName)
        if let authority = try files.authority(settings) {
            return try GatewayTLS(authority: authority, identity: identity, storeName: name)
        }
        guard identity == nil, name == nil else {
            throw Complaint(
                "TLS with the store needs the authority of the store's certificate: give "
                    + "--store-tls-authority, or \(Setting.storeTLSAuthority.rawValue)."
            )
        }
        return nil
    }
}
