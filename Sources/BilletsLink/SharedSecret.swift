import Billets
import Crypto
import FoundationEssentials
import GRPCCore

/// The secret that both ends of a link were given, as calls carry it.
enum SharedSecret {
    /// The metadata key, and what stands before the secret.
    private static let key = "authorization"
    private static let scheme = "Bearer "

    /// The metadata of a call with `secret`.
    static func metadata(_ secret: Secret?) -> Metadata {
        secret.map { [key: "\(scheme)\($0.revealed)"] } ?? [:]
    }

    /// Whether `metadata` carries `secret`; how long that takes says nothing about the secret.
    static func matches(_ metadata: Metadata, secret: Secret) -> Bool {
        guard let value = metadata[stringValues: key].first(where: { _ in true }) else {
            return false
        }
        // Hashes are of one length, and a digest compares itself with bytes in constant time.
        let expected = SHA256.hash(data: Data("\(scheme)\(secret.revealed)".utf8))
        return expected == Data(SHA256.hash(data: Data(value.utf8)))
    }
}
