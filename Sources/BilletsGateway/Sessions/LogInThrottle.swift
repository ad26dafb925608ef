import Billets
import BilletsWire
import Crypto
import FoundationEssentials

/// Keeps people from guessing passwords: counts what they try, in the store, so that all gateways know.
///
/// An attempt is counted before the password is looked at, so that many at once count too; the ones of an
/// account are forgiven when somebody gets in.
struct LogInThrottle: Sendable {
    private let accounts: any AccountStore
    private let limits: LogInLimits

    /// A throttle that counts in `accounts`.
    init(accounts: any AccountStore, limits: LogInLimits) {
        self.accounts = accounts
        self.limits = limits
    }

    /// Counts an attempt to log in to an account.
    ///
    /// - Throws: `Problem` 429 if it is one too many, 503 if it cannot be counted now.
    func admitLogIn(_ email: String, from address: ClientAddress) async throws {
        let subjects = Subjects(email, address)
        try await admit([
            (subjects.accountAtAddress, limits.accountAtAddress),
            (subjects.account, limits.account), (subjects.address, limits.address),
        ])
    }

    /// Forgets the attempts at an account, into which somebody got.
    func forgive(_ email: String, from address: ClientAddress) async {
        guard limits.accountAtAddress != nil || limits.account != nil else { return }
        let subjects = Subjects(email, address)
        // They are forgotten by themselves too, only later.
        try? await accounts.forgive([subjects.accountAtAddress, subjects.account])
    }

    /// Counts a registration.
    ///
    /// - Throws: `Problem` 429 if it is one too many, 503 if it cannot be counted now.
    func admitRegistration(from address: ClientAddress) async throws {
        let subject = "registration:" + Subjects.digest(of: "\(address.holder)")
        try await admit([(subject, limits.registration)])
    }

    private func admit(_ attempts: [(subject: String, throttle: Throttle?)]) async throws {
        let limited = attempts.compactMap { subject, throttle in
            throttle.map { ThrottledAttempt(subject: subject, throttle: $0) }
        }
        guard !limited.isEmpty, let wait = try await accounts.admit(limited) else { return }
        let seconds = max(1, (wait.wholeMilliseconds + 999) / 1000)
        throw Problem(
            status: 429,
            code: RejectionCode.rateLimited.rawValue,
            title: "Too many attempts",
            detail: "There were too many attempts: try again in \(seconds) seconds.",
            retryAfter: .seconds(seconds)
        )
    }

    /// What is counted; people and addresses are named by digests, since what is typed as an address may be
    /// a password.
    private struct Subjects {
        let account: String
        let address: String
        let accountAtAddress: String

        init(_ email: String, _ address: ClientAddress) {
            let email = AccountLimits.canonicalEmail(email)
            account = "account:" + Self.digest(of: email)
            self.address = "address:" + Self.digest(of: "\(address.holder)")
            accountAtAddress = "account-at-address:" + Self.digest(of: "\(email) \(address.holder)")
        }

        static func digest(of text: String) -> String {
            let digest = SHA256.hash(data: Data(text.utf8))
            return String(decoding: Hexadecimal.digits(of: digest), as: UTF8.self)
        }
    }
}
