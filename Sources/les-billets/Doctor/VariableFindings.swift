import BilletsWire

/// What is found about the variables of an environment: names that nobody reads, and secrets that are given twice.
struct VariableFindings {
    private let settings: Settings

    /// The variables of `settings`.
    init(_ settings: Settings) {
        self.settings = settings
    }

    /// What is found.
    var findings: [Finding] {
        let unknown = settings.ownNames.filter { !Self.known.contains($0) }.sorted()
        let wrong = unknown.map(finding) + Setting.allCases.filter(\.isSecret).compactMap(twice)
        guard wrong.isEmpty else { return wrong }
        let count = settings.ownNames.count
        return [
            Finding(
                "variables",
                .ok,
                "All \(count) variables that begin with \(Setting.prefix) are known."
            )
        ]
    }

    private static let known =
        Setting.allCases.map(\.rawValue)
        + Setting.allCases.filter(\.isSecret).map(\.fileVariable)

    private func finding(about name: String) -> Finding {
        if let setting = Setting.allCases.first(where: { $0.fileVariable == name }) {
            return Finding(
                "variables",
                .wrong,
                "\(name) is not read: only secrets may be in files; set \(setting.rawValue) itself."
            )
        }
        if let nearest = NearestName.of(name, among: Self.known) {
            return Finding(
                "variables",
                .wrong,
                "\(name) is not read: write \(nearest), if that is what is meant."
            )
        }
        return Finding(
            "variables",
            .warning,
            "\(name) is not read by any command: take it away, or see `les-billets --help`."
        )
    }

    private func twice(_ secret: Setting) -> Finding? {
        guard settings.isSet(secret.rawValue), settings.isSet(secret.fileVariable) else {
            return nil
        }
        return Finding(
            "variables",
            .wrong,
            "\(secret.rawValue) and \(secret.fileVariable) are both set: unset one of them."
        )
    }
}
