import ArgumentParser
import Billets
import BilletsLoad

/// What is put under load, and who does it.
struct LoadTargetOptions: ParsableArguments {
    /// The gateway that is meant unless one is named.
    static let standardURL = "http://127.0.0.1:8080"

    /// The gateways.
    @Option(
        help: .setting(
            .url,
            "A gateway or balancer; more than once for several gateways, over which the sockets are spread.",
            value: "url",
            default: standardURL
        ),
        transform: LoadTargetList.init(parsing:)
    )
    var url: [LoadTargetList] = []

    /// Who logs in.
    @Option(
        help: .setting(
            .email,
            "Who logs in; more than once for several users with the same password, over whom the sockets are spread.",
            value: "email"
        ),
        transform: EmailList.init(parsing:)
    )
    var email: [EmailList] = []

    /// A file with their password.
    @Option(
        help: ArgumentHelp(
            "A file, or a pipe, with their password in its first line. [\(Setting.password.fileVariable)]",
            valueName: "path"
        ),
        transform: String.init(parsing:)
    )
    var passwordFile: String?

    /// A file with a token.
    @Option(
        help: ArgumentHelp(
            "A file, or a pipe, with an API token in its first line, in place of e-mail and password. "
                + "[\(Setting.token.fileVariable)]",
            valueName: "path"
        ),
        transform: String.init(parsing:)
    )
    var tokenFile: String?

    /// Whose certificates are trusted.
    @Option(
        help: .setting(
            .tlsAuthority,
            "A PEM file with the authority of the gateways' certificates.",
            value: "path",
            default: "those that this machine trusts"
        ),
        transform: String.init(parsing:)
    )
    var tlsAuthority: String?

    /// The gateways.
    ///
    /// - Throws: a `Complaint` if the environment makes no sense.
    func targets(_ settings: Settings) throws -> [LoadTarget] {
        let named = url.flatMap(\.targets)
        let given = named.isEmpty ? nil : LoadTargetList(named)
        let standard = try LoadTargetList(parsing: Self.standardURL)
        return try settings.value(given, .url)?.targets ?? standard.targets
    }

    /// The credentials of the users who make the load.
    ///
    /// - Throws: a `Complaint` if nobody was named.
    func credentials(_ settings: Settings) throws -> LoadCredentials {
        if let tokenFile {
            return .token(try SecretFile(tokenFile, namedBy: "--token-file").secret)
        }
        let named = email.flatMap(\.emails)
        let given = named.isEmpty ? nil : EmailList(named)
        guard let emails = try settings.value(given, .email)?.emails else {
            if let token = try settings.secret(.token) { return .token(token) }
            throw Complaint(
                "Say who makes the load: --email with --password-file or \(Setting.password.rawValue), or "
                    + "--token-file, or \(Setting.token.rawValue)."
            )
        }
        return .accounts(emails, password: try password(settings))
    }

    private func password(_ settings: Settings) throws -> Secret {
        if let passwordFile {
            return try SecretFile(passwordFile, namedBy: "--password-file").secret
        }
        guard let password = try settings.secret(.password) else {
            throw Complaint(
                "There is no password: name a file with --password-file, or set "
                    + "\(Setting.password.rawValue)."
            )
        }
        return password
    }
}
