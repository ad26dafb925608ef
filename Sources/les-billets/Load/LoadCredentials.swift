import Billets
import BilletsLoad

/// The credentials of the users who make the load.
enum LoadCredentials: Sendable {
    /// A token, such as an API token.
    case token(Secret)

    /// Accounts with the same password.
    case accounts([String], password: Secret)

    /// The tokens of the users, who log in at `target` if they have none.
    ///
    /// - Throws: a `LoadFailure` if somebody cannot log in.
    func tokens(at target: LoadTarget, authorityPath: String?) async throws -> [Secret] {
        switch self {
        case .token(let token): [token]
        case .accounts(let emails, let password):
            try await LoadLogIn(at: target, authorityPath: authorityPath)
                .tokens(of: emails, password: password.revealed)
                .map { Secret($0) }
        }
    }
}
