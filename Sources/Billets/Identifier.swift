public import FoundationEssentials

/// A UUID that says what it is the name of, so that a user's id cannot stand where a ticket's must.
///
/// Written in lower case with dashes, 36 characters (RFC 9562, section 4).
public struct Identifier<Subject>: Hashable, Sendable {
    /// The bare UUID, for the rooms that hand it to foreign code.
    public let uuid: UUID

    /// Names what `uuid` names.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads the 36 characters of a UUID, in either case; nil for anything else.
    public init?(_ text: String) {
        var text = text
        guard let uuid = text.withUTF8(UUID.init(canonical:)) else { return nil }
        self.uuid = uuid
    }

    /// A new random id (UUID version 4), different from every other.
    public static func random() -> Self {
        Self(UUID())
    }
}

extension Identifier: CustomStringConvertible {
    /// The lower-case text with dashes.
    public var description: String {
        uuid.canonical
    }
}
