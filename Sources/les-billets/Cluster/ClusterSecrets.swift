import Billets

/// The passwords of one cluster, made when it starts and forgotten when it ends.
struct ClusterSecrets: Hashable, Sendable {
    /// What gateways log in to Redis with.
    let redisPassword: Secret

    /// What gateways show to the store process.
    let storeSecret: Secret

    /// New ones, of letters and digits, 256 bits each.
    init(using generator: inout some RandomNumberGenerator) {
        redisPassword = Self.secret(using: &generator)
        storeSecret = Self.secret(using: &generator)
    }

    private static func secret(using generator: inout some RandomNumberGenerator) -> Secret {
        let words = (0..<4).map { _ in
            let word = UInt64.random(in: .min ... .max, using: &generator)
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return Secret(words.joined())
    }
}
