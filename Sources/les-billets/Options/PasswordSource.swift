import ArgumentParser
import Billets
import BilletsGateway
import Glibc

/// Where a new password comes from: never from the command line, which everybody on the machine can
/// read.
struct PasswordSource: ParsableArguments {
    /// What the help of a command that takes a password says.
    static let help = """
        The password is in the file that --password-file names, or in \(Setting.password.rawValue); \
        otherwise it is asked at the terminal, or read from the first line of standard input. It has at \
        least \(AccountLimits.passwordCharactersMinimum) characters.
        """

    /// A file with the password in its first line.
    @Option(
        help: ArgumentHelp(
            "A file, or a pipe, with the password in its first line. [\(Setting.password.fileVariable)]",
            valueName: "path"
        ),
        transform: String.init(parsing:)
    )
    var passwordFile: String?

    /// The hash of the password, from wherever it comes.
    ///
    /// - Throws: a `Complaint` if there is none, or it is too short or too long.
    func hash(_ settings: Settings) async throws -> String {
        let password = try password(settings)
        do {
            return try await Self.hash(AccountLimits.password(password.revealed))
        } catch let rejection as Rejection where rejection.code == .invalidMessage {
            throw Complaint(rejection.message)
        }
    }

    /// The hash of `password`.
    static func hash(_ password: String) async throws -> String {
        let hasher = PasswordHasher(threads: 1)
        let hash: Result<String, any Error>
        do {
            hash = .success(try await hasher.hash(password))
        } catch {
            hash = .failure(error)
        }
        await hasher.shutDown()
        return try hash.get()
    }

    /// Returns true if `hash` was made of `password`.
    static func isHash(_ hash: String, of password: String) async throws -> Bool {
        let hasher = PasswordHasher(threads: 1)
        let form: Result<PasswordForm?, any Error>
        do {
            form = .success(try await hasher.verify(password, against: hash))
        } catch {
            form = .failure(error)
        }
        await hasher.shutDown()
        return try form.get() != nil
    }

    private func password(_ settings: Settings) throws -> Secret {
        if let passwordFile {
            return try SecretFile(passwordFile, namedBy: "--password-file").secret
        }
        if let password = try settings.secret(.password) { return password }
        if isatty(STDIN_FILENO) == 1 { return Secret(try TerminalPassword.askTwice()) }
        guard let line = readLine(), !line.isEmpty else {
            throw Complaint(
                "There is no password: name a file with --password-file, or write it to standard "
                    + "input."
            )
        }
        return Secret(line)
    }
}
