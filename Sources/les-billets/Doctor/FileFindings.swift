import BilletsWire
import FoundationEssentials
import Glibc

/// What is found about files that hold secrets.
enum FileFindings {
    /// Where orchestrators put secrets, for everybody in a container to read.
    static let mountedSecrets = "/run/secrets/"

    /// What is found about the file of a secret.
    static func secret(_ path: String, of variable: String) -> [Finding] {
        let subject = "secret file"
        do {
            let secret = try SecretFile.read(path, namedBy: variable)
            let data = try Data(contentsOf: URL(filePath: path))
            let rest = String(decoding: data, as: UTF8.self).dropFirst(secret.count)
            let content =
                switch rest {
                case "": "holds one line"
                case "\n", "\r\n": "holds one line, and a line end that is left away"
                default: "holds more than one line, of which the first is taken"
                }
            let isOneLine = rest.allSatisfy(\.isNewline) && rest.count <= 1
            return [
                privacy(of: path, subject: subject)
                    ?? Finding(
                        subject,
                        isOneLine ? .ok : .warning,
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
        var status = stat()
        guard !path.hasPrefix(mountedSecrets), stat(path, &status) == 0,
            status.st_mode & 0o077 != 0
        else { return nil }
        return Finding(
            subject,
            .warning,
            """
            Others may read '\(path)' (mode \(String(status.st_mode & 0o777, radix: 8))), which holds a secret: run \
            `chmod 600` on it.
            """
        )
    }
}
