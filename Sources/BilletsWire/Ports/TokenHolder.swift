public import Billets

/// An API token, and whose it is.
public struct TokenHolder: Hashable, Sendable {
    /// The token.
    public let token: APIToken

    /// The account that it acts for.
    public let account: Account

    /// The holder of `token`.
    public init(token: APIToken, account: Account) {
        self.token = token
        self.account = account
    }
}
