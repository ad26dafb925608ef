import CryptoExtras
import FoundationEssentials

/// What a scrypt hash costs (RFC 7914, section 2): 128 × `rounds` × `blockSize` bytes of memory.
struct ScryptParameters: Hashable, Sendable, CustomStringConvertible {
    /// What a hash costs that is made now: 64 MiB, and a quarter of a second of one core.
    static let standard = ScryptParameters(rounds: 65_536, blockSize: 8, parallelism: 1)

    /// The highest cost that is accepted from a stored hash: 256 MiB of memory.
    private static let memoryBytesMaximum = 256 * 1024 * 1024

    /// N: a power of two.
    let rounds: Int

    /// R.
    let blockSize: Int

    /// P.
    let parallelism: Int

    /// The given cost.
    init(rounds: Int, blockSize: Int, parallelism: Int) {
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Reads what `description` writes: `n=65536,r=8,p=1`.
    init?(_ text: String) {
        let fields = text.split(separator: ",").map { $0.split(separator: "=") }
        guard fields.count == 3, fields.allSatisfy({ $0.count == 2 }),
            fields.map({ $0[0] }) == ["n", "r", "p"],
            let rounds = Int(fields[0][1]), let blockSize = Int(fields[1][1]),
            let parallelism = Int(fields[2][1]),
            rounds > 1, rounds & (rounds - 1) == 0, (1...64).contains(blockSize),
            (1...16).contains(parallelism),
            rounds <= Self.memoryBytesMaximum / 128 / blockSize
        else { return nil }
        self.init(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
    }

    var description: String {
        "n=\(rounds),r=\(blockSize),p=\(parallelism)"
    }

    /// The key of `bytes` bytes that `password` and `salt` make.
    func derive(_ password: String, salt: [UInt8], bytes: Int) throws -> [UInt8] {
        try KDF.Scrypt.deriveKey(
            from: Data(password.utf8),
            salt: salt,
            outputByteCount: bytes,
            rounds: rounds,
            blockSize: blockSize,
            parallelism: parallelism,
            maxMemory: Self.memoryBytesMaximum * 2
        ).withUnsafeBytes { Array($0) }
    }
}
