public import Billets
import Crypto
import FoundationEssentials

/// The secret of an API token, which only its owner knows: `lesbillets_` and 43 characters of Base64 for URLs.
///
/// The beginning is there for people, and for programs that look for secrets where none should be.
public struct APITokenSecret: Sendable {
    /// How every secret begins.
    public static let prefix = "lesbillets_"

    /// How many random bytes it holds.
    static let randomBytes = 32

    /// The whole text, which opens the door.
    public let text: String

    /// A new secret.
    public init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<Self.randomBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        text =
            Self.prefix
            + Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .filter { $0 != "=" }
    }

    /// The secret that somebody shows; nil if it cannot be one.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + 43 else {
            return nil
        }
        self.text = text
    }

    /// What is kept of it: SHA-256 of the whole text, 32 bytes.
    public var digest: [UInt8] {
        Array(SHA256.hash(data: Data(text.utf8)))
    }

    /// The token that this secret is for.
    public func token(
        of owner: UserID,
        name: String,
        at now: Timestamp,
        expiresAt: Timestamp?,
        scopes: Set<APITokenScope> = .standard
    ) -> APIToken {
        APIToken(
            id: .random(),
            owner: owner,
            name: name,
            digest: digest,
            createdAt: now,
            expiresAt: expiresAt,
            scopes: scopes
        )
    }
}
