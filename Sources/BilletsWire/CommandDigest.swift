package import Billets
import Crypto

/// A digest of a command, which a store keeps with its request id to tell a repetition from another command.
///
/// The first 16 bytes of the SHA-256 of the command's canonical form. The command's event is no substitute: it does
/// not tell which fields of a ticket an update named, nor the version that it named, and old events are forgotten or
/// erased.
///
/// The trace and the name of the user are no part of the command: both may differ when it is sent again.
package struct CommandDigest: Hashable, Sendable {
    /// The number of bytes that are kept of SHA-256's 32.
    ///
    /// A collision could only deceive the user who searched for it, for request ids belong to one user.
    package static let bytesCount = 16

    /// The bytes, `bytesCount` of them.
    package let bytes: [UInt8]

    /// The digest of `command`.
    package init(_ command: TicketCommand) {
        bytes = Array(SHA256.hash(data: command.canonicalForm).prefix(Self.bytesCount))
    }

    /// The digest that was kept as `bytes`.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
