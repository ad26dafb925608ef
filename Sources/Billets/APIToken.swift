/// What a program logs in with: its secret is known to whoever made it, and here only by its digest.
public struct APIToken: Hashable, Sendable {
    /// Its name for programs.
    public let id: APITokenID

    /// Whose it is: what they may do, it may do.
    public let owner: UserID

    /// What its owner calls it.
    public let name: String

    /// SHA-256 of the secret, 32 bytes.
    ///
    /// The secret is random, so that nothing slower is needed.
    public let digest: [UInt8]

    /// When it was made.
    public let createdAt: Timestamp

    /// When it ends by itself; nil: never.
    public let expiresAt: Timestamp?

    /// The rights of the token, as far as its owner has them; not empty.
    public let scopes: Set<APITokenScope>

    /// A token with all that is known of it.
    public init(
        id: APITokenID,
        owner: UserID,
        name: String,
        digest: [UInt8],
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        scopes: Set<APITokenScope> = .standard
    ) {
        self.id = id
        self.owner = owner
        self.name = name
        self.digest = digest
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.scopes = scopes
    }

    /// The session that the token opens, by whose end it can be revoked.
    public var sessionID: SessionID {
        SessionID(id.uuid)
    }

    /// Whether it has ended by itself.
    public func hasExpired(at now: Timestamp) -> Bool {
        expiresAt.map { $0 <= now } ?? false
    }
}
