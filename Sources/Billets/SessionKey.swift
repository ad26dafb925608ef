/// A key that signs the tokens of sessions.
///
/// There may be several: the newest signs, and all of them are good until they are removed, so that a key
/// can be replaced without logging anybody out.
public struct SessionKey: Hashable, Sendable {
    /// What tokens call it (`kid`, RFC 7515, section 4.1.4).
    public let id: String

    /// The key, 32 bytes (HMAC-SHA256).
    public let secret: [UInt8]

    /// When it was made.
    public let createdAt: Timestamp

    /// The key `id`.
    public init(id: String, secret: [UInt8], createdAt: Timestamp) {
        self.id = id
        self.secret = secret
        self.createdAt = createdAt
    }
}
