import Billets
import Configuration
import FoundationEssentials

/// The environment of the process, and the only place where it is read.
///
/// What is written on the command line wins over what the environment says. An empty variable is one
/// that is not there, as Compose files make them.
struct Settings: Sendable {
    /// The environment that this process was started in.
    static let process = Settings(
        // A value that is no secret by its name may hold one all the same, such as a URL with a password.
        EnvironmentVariablesProvider(secretsSpecifier: .all),
        names: ProcessInfo.processInfo.environment.keys
    )

    /// The names of the variables that are set, and begin as ours do.
    let ownNames: [String]

    private let provider: EnvironmentVariablesProvider

    /// An environment of these variables.
    init(_ variables: [String: String]) {
        self.init(
            EnvironmentVariablesProvider(environmentVariables: variables),
            names: variables.keys
        )
    }

    private init(_ provider: EnvironmentVariablesProvider, names: some Sequence<String>) {
        self.provider = provider
        ownNames = names.filter { $0.hasPrefix(Setting.prefix) }
    }

    /// Whether a variable of this name is there, and not empty.
    func isSet(_ name: String) -> Bool {
        text(name) != nil
    }

    /// The path in the variable `name`, which names the file of a secret; nil if it is not set.
    func path(_ name: String) -> String? {
        text(name)
    }

    /// What the command line gave, or else what the environment says; nil if neither says anything.
    ///
    /// - Throws: a `Complaint` if what the environment says makes no sense.
    func value<Value: OptionValue>(_ given: Value?, _ setting: Setting) throws -> Value? {
        if let given { return given }
        guard let text = text(setting.rawValue) else { return nil }
        do {
            return try Value(parsing: text)
        } catch {
            throw Complaint("\(setting.rawValue) is invalid: \(error).")
        }
    }

    /// Sees that the variable of `setting`, if there is one, is valid for a command that reads it.
    ///
    /// - Throws: a `Complaint` if it is not.
    func check(_ setting: Setting) throws {
        guard let text = text(setting.rawValue), !setting.valueTypes.isEmpty else { return }
        var reasons: [String] = []
        for type in setting.valueTypes {
            do {
                _ = try type.init(parsing: text)
                return
            } catch {
                reasons.append("\(error)")
            }
        }
        throw Complaint("\(setting.rawValue) is invalid: \(reasons.joined(separator: "; or ")).")
    }

    /// The secret in the variable, or in the file that the variable's `…_FILE` sister names; nil if
    /// there is neither.
    ///
    /// - Throws: a `Complaint` if there are both, or the file cannot be read or holds no secret.
    func secret(_ setting: Setting) throws -> Secret? {
        let inVariable = text(setting.rawValue).map { Secret($0) }
        guard let path = text(setting.fileVariable) else { return inVariable }
        guard inVariable == nil else {
            throw Complaint(
                "\(setting.rawValue) and \(setting.fileVariable) are both set: unset one of them."
            )
        }
        return try SecretFile(path, namedBy: setting.fileVariable).secret
    }

    /// The store that `LES_BILLETS_STORE` names; nil if it names none, or holds the store mode of a cluster, which
    /// works on the default database.
    ///
    /// - Throws: a `Complaint` if it is invalid.
    var storeAddress: StoreAddress? {
        get throws {
            let mode = text(Setting.store.rawValue).flatMap { try? ClusterStoreMode(parsing: $0) }
            return mode == nil ? try value(nil as StoreAddress?, .store) : nil
        }
    }

    /// The folders that programs are looked for in, in order.
    var programFolders: [String] {
        let path = text("PATH") ?? ""
        return path.split(separator: ":").map(String.init) + [
            "/usr/local/sbin", "/usr/sbin", "/sbin",
        ]
    }

    private func text(_ name: String) -> String? {
        guard let text = try? provider.environmentValue(forName: name), !text.isEmpty else {
            return nil
        }
        return text
    }
}
