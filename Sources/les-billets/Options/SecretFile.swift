import Billets
import Glibc

/// A file with a secret in its first line, such as orchestrators mount.
///
/// A pipe, `/dev/stdin` and a process substitution of the shell, `<(…)`, can be read too, once.
struct SecretFile: Sendable {
    /// The content of the file behind the secret.
    enum Remainder: Hashable, Sendable {
        /// Nothing.
        case nothing

        /// The end of the line.
        case lineEnd

        /// More lines, which are ignored.
        case moreLines
    }

    /// The longest file, in bytes.
    static let bytesMaximum = 4096

    /// The first line.
    let secret: Secret

    /// The content behind the first line; of a pipe, only the end of the line is read.
    let remainder: Remainder

    /// Reads the file at `path`, which `option`, an option or a variable, names.
    ///
    /// Error messages repeat the name of the option, and never the path: somebody may have written the secret itself
    /// in its place.
    ///
    /// - Throws: a `Complaint` if the file cannot be read, is empty, or holds more than a secret.
    init(_ path: String, namedBy option: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try Self.read(path)
        } catch {
            throw Complaint("The file that \(option) names cannot be read: \(error.reason).")
        }
        guard bytes.count <= Self.bytesMaximum,
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw Complaint(
                "The file that \(option) names holds more than a secret: write one line of text into it, of at most "
                    + "\(Self.bytesMaximum) bytes."
            )
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else {
            throw Complaint(
                "The file that \(option) names is empty: write the secret into its first line."
            )
        }
        secret = Secret(String(line))
        let rest = text[line.endIndex...]
        remainder = rest.isEmpty ? .nothing : rest.count == 1 ? .lineEnd : .moreLines
    }

    /// The reason why a file cannot be read.
    private struct ReadError: Error {
        let reason: String

        init(errno code: Int32) {
            switch code {
            case ENOENT, ENOTDIR: reason = "there is no such file"
            case EACCES, EPERM: reason = "this user may not read it"
            case EISDIR: reason = "it is a folder"
            default: reason = String(cString: strerror(code))
            }
        }
    }

    private static func read(_ path: String) throws(ReadError) -> [UInt8] {
        let isReadOnce = FileMode(of: path)?.isReadOnce ?? false
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ReadError(errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: bytesMaximum + 1)
        while bytes.count <= bytesMaximum {
            let count = Glibc.read(descriptor, &buffer, buffer.count - bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ReadError(errno: errno) }
            bytes += buffer.prefix(count)
            // The writer of a pipe may keep it open, and a terminal stays so.
            let isComplete = isReadOnce && bytes.contains(UInt8(ascii: "\n"))
            if count == 0 || isComplete { break }
        }
        return bytes
    }
}
