public import Billets

/// What every store answers alike to what cannot be done to accounts, tokens and keys.
extension Rejection {
    /// There is no account of this user.
    public init(unknownUser id: UserID) {
        self.init(.notFound, "There is no account with the id \(id).")
    }

    /// Somebody else logs in with this address.
    public init(takenEmail email: String) {
        self.init(.invalidMessage, "There is an account for \(email) already.")
    }

    /// There is no such API token, or it is another user's.
    public init(unknownToken id: APITokenID) {
        self.init(.notFound, "There is no API token with the id \(id).")
    }

    /// Its owner has as many API tokens as they may.
    public static let tooManyTokens = Rejection(
        .invalidMessage,
        """
        You have \(AccountLimits.tokensMaximum) API tokens, which is as many as you may: remove one \
        that is no longer used.
        """
    )

    /// The API token of the sender lacks a scope.
    public init(missing scope: APITokenScope) {
        self.init(
            .forbidden,
            "This API token lacks the scope \(scope.rawValue): use one that has it."
        )
    }

    /// There is no key of this name.
    public init(unknownKey id: String) {
        self.init(.notFound, "There is no key '\(id)': list the keys to see those there are.")
    }

    /// There is a key of this name.
    public init(takenKey id: String) {
        self.init(.invalidMessage, "There is a key '\(id)' already: choose another name.")
    }

    /// Without this key nothing could be signed.
    public init(lastKey id: String) {
        self.init(
            .invalidMessage,
            "The key '\(id)' is the only one: add another before you remove it."
        )
    }
}
