public import Billets
import Crypto
import CryptoExtras
import FoundationEssentials
public import NIOCore
import NIOPosix
import Synchronization

/// Makes and checks password hashes with scrypt (RFC 7914), off the event loops, at most as many at a time
/// as there are cores.
///
/// A hash is one text that holds all that is needed to check it:
/// `scrypt$n=65536,r=8,p=1$SALT$HASH`, salt and hash in Base64.
public final class PasswordHasher: Sendable {
    /// How many may wait for their turn; more are `unavailable`.
    public static let waitingMaximum = 64

    private static let saltBytes = 16
    private static let hashBytes = 32

    private let threads: NIOThreadPool
    private let parameters: ScryptParameters
    private let waiting = Atomic<Int>(0)

    /// A hasher with `threads` threads, which `shutDown` ends.
    public convenience init(threads: Int = System.coreCount) {
        self.init(threads: threads, parameters: .standard)
    }

    /// A hasher whose hashes cost what `parameters` say.
    init(threads: Int = System.coreCount, parameters: ScryptParameters) {
        self.parameters = parameters
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.threads.start()
    }

    /// Ends the threads.
    public func shutDown() async {
        try? await threads.shutdownGracefully()
    }

    /// The hash of `password` in its prepared form (`AccountLimits.preparedPassword`), with a salt of its own.
    ///
    /// - Throws: `unavailable` if too many wait.
    public func hash(_ password: String) async throws(Rejection) -> String {
        let parameters = parameters
        let password = AccountLimits.preparedPassword(password)
        return try await inTurn {
            var generator = SystemRandomNumberGenerator()
            let salt = (0..<Self.saltBytes).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            let key = try parameters.derive(password, salt: salt, bytes: Self.hashBytes)
            return "scrypt$\(parameters)$\(Data(salt).base64EncodedString())$"
                + Data(key).base64EncodedString()
        }
    }

    /// The form of `password` that `hash` was made of, if it was made of it; without a hash it takes as long, and the answer
    /// is nil.
    ///
    /// - Throws: `unavailable` if too many wait.
    public func verify(
        _ password: String,
        against hash: String?
    ) async throws(Rejection) -> PasswordForm? {
        let standard = parameters
        let prepared = AccountLimits.preparedPassword(password)
        return try await inTurn {
            if try Self.isHash(hash, of: prepared, standard: standard) { return .prepared }
            // Hashes of the time before passwords were prepared; byte by byte, since equal strings may differ there.
            guard !prepared.utf8.elementsEqual(password.utf8) else { return nil }
            return try Self.isHash(hash, of: password, standard: standard) ? .verbatim : nil
        }
    }

    /// Returns true if `hash` was made of these very bytes; without a hash it takes as long as with one of the `standard` cost.
    private static func isHash(
        _ hash: String?,
        of password: String,
        standard: ScryptParameters
    ) throws -> Bool {
        let fields = hash?.split(separator: "$", omittingEmptySubsequences: false) ?? []
        guard fields.count == 4, fields[0] == "scrypt",
            let parameters = ScryptParameters(String(fields[1])),
            let salt = Data(base64Encoded: String(fields[2])),
            let expected = Data(base64Encoded: String(fields[3])),
            expected.count == hashBytes
        else {
            let salt = [UInt8](repeating: 0, count: saltBytes)
            _ = try standard.derive(password, salt: salt, bytes: hashBytes)
            return false
        }
        let key = try parameters.derive(password, salt: Array(salt), bytes: expected.count)
        // Differences are gathered, so that the comparison takes the same time wherever they stand.
        return zip(key, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether `hash` was made at another cost than hashes are made at now.
    public func isOutdated(_ hash: String) -> Bool {
        !hash.hasPrefix("scrypt$\(parameters)$")
    }

    private func inTurn<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws(Rejection) -> Value {
        let position = waiting.add(1, ordering: .relaxed).newValue
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard position <= Self.waitingMaximum else {
            throw Rejection(
                .unavailable,
                "Too many people log in at the moment: try again shortly."
            )
        }
        do {
            return try await threads.runIfActive(body)
        } catch {
            throw Rejection(
                .unavailable,
                "The password cannot be checked now: try again shortly.",
                cause: String(describing: error)
            )
        }
    }
}
