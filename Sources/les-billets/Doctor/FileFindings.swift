import BilletsWire

/// What is found about files that hold secrets.
enum FileFindings {
    /// Where orchestrators put secrets, for everybody in a container to read.
    static let mountedSecrets = "/run/secrets/"

    /// What is found about the file of a secret.
    static func secret(_ path: String, of variable: String) -> [Finding] {
        let subject = "secret file"
        guard FileMode(of: path)?.isReadOnce != true else {
            return [
                Finding(
                    subject,
                    .ok,
                    "The file that \(variable) names is a pipe, which can be read only once: its content is not examined."
                )
            ]
        }
        do {
            let remainder = try SecretFile(path, namedBy: variable).remainder
            let content =
                switch remainder {
                case .nothing: "holds one line"
                case .lineEnd: "holds one line, and a line end that is left away"
                case .moreLines: "holds more than one line, of which the first is taken"
                }
            return [
                privacy(of: path, subject: subject)
                    ?? Finding(
                        subject,
                        remainder == .moreLines ? .warning : .ok,
                        "'\(path)', which \(variable) names, \(content)."
                    )
            ]
        } catch {
            let sentence = ErrorSentence.of(error) ?? "\(error)"
            return [Finding(subject, .wrong, sentence)]
        }
    }

    /// What is wrong with who may read the file at `path`; nil if nothing is.
    static func privacy(of path: String, subject: String) -> Finding? {
        guard !path.hasPrefix(mountedSecrets), let mode = FileMode(of: path), mode.isForOthers
        else { return nil }
        return Finding(
            subject,
            .warning,
            """
            Others may read '\(path)' (mode \(mode.permissions)), which holds a secret: run \
            `chmod 600` on it.
            """
        )
    }
}
