import ArgumentParser

extension ArgumentHelp {
    /// The help of an option that the environment can give too: what it says, how its value is
    /// called, and what holds without it.
    static func setting(
        _ setting: Setting,
        _ text: String,
        value: String? = nil,
        default standard: String? = nil
    ) -> ArgumentHelp {
        let notes = [setting.rawValue] + (standard.map { ["default: \($0)"] } ?? [])
        return ArgumentHelp("\(text) [\(notes.joined(separator: "; "))]", valueName: value)
    }

    /// The help of `--store`, which says the same wherever it stands.
    static let store = setting(
        .store,
        "The store: sqlite:PATH, a database file on this machine; or grpc://HOST:PORT or unix:PATH, a "
            + "store process, which is shown the secret in \(Setting.storeSecret.rawValue), or in the "
            + "file that \(Setting.storeSecret.fileVariable) names, if there is one.",
        value: "address",
        default: "\(StoreAddress.standard)"
    )

    /// The help of `--database`, which says the same wherever it stands.
    static let database = setting(
        .database,
        "The database file on this machine.",
        value: "path",
        default:
            "\(ClusterFolder.databaseName) in the folder that \(Setting.directory.rawValue) names, or in "
            + "\(ClusterFolder.defaultPath)"
    )

    /// The help of `--bus`, which says the same wherever it stands.
    static let bus = setting(
        .bus,
        "The Redis that carries events between gateways: redis://HOST:PORT or redis://USER@HOST:PORT.",
        value: "url",
        default: "redis://127.0.0.1:6379"
    )

    /// The help of `--trusted-proxies`, which says the same wherever it stands.
    static let trustedProxies = setting(
        .trustedProxies,
        "Addresses and CIDR blocks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with "
            + "commas between them.",
        value: "addresses",
        default: "none"
    )

    /// The help of `--no-limits`, which says the same wherever it stands.
    static let noLimits = setting(
        .noLimits,
        "Lift what is limited for each address and each user: for load tests."
    )

    /// The help of `--listen`, which says the same wherever it stands; `standard` holds without it.
    static func listen(_ standard: ListenAddress) -> ArgumentHelp {
        setting(
            .listen,
            "Where to listen; port 0 takes any free one.",
            value: "host:port",
            default: "\(standard)"
        )
    }
}
