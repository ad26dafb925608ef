import FoundationEssentials

@testable import BilletsGateway

/// Hashes that cost next to nothing to make and to check: a real one costs a fifth of a second.
enum TestPasswords {
    /// The hash of `password`.
    static func hash(of password: String) throws -> String {
        let parameters = ScryptParameters(rounds: 16, blockSize: 1, parallelism: 1)
        let salt = [UInt8](repeating: 7, count: 16)
        let key = try parameters.derive(password, salt: salt, bytes: 32)
        return "scrypt$\(parameters)$\(Data(salt).base64EncodedString())$"
            + Data(key).base64EncodedString()
    }
}
