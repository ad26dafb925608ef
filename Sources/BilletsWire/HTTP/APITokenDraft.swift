public import Billets

/// An API token that is to be made.
public struct APITokenDraft: Hashable, Sendable {
    /// The longest life of a token that ends by itself, in days.
    public static let daysMaximum: Int64 = 3650

    /// What its owner calls it.
    public let name: String

    /// In how many days it ends, 1 to `daysMaximum`; nil: never.
    public let expiresInDays: Int64?

    /// The rights of the token; not empty.
    public let scopes: Set<APITokenScope>

    /// A token of this name.
    public init(name: String, expiresInDays: Int64?, scopes: Set<APITokenScope> = .standard) {
        self.name = name
        self.expiresInDays = expiresInDays
        self.scopes = scopes
    }
}
