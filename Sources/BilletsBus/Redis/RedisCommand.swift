/// A command as it goes to Redis: an array of bulk strings (RESP, "Sending commands to a Redis
/// server").
struct RedisCommand {
    /// The command, and behind it a NUL that is not sent: hiredis 0.14 looks for the end of the
    /// arguments with `strchr`.
    let bytesAndNUL: [UInt8]

    /// The command with these arguments; the first is its name.
    init(_ arguments: [[UInt8]]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(arguments.reduce(16) { $0 + $1.count + 16 })
        Self.append(header: "*", arguments.count, to: &bytes)
        for argument in arguments {
            Self.append(header: "$", argument.count, to: &bytes)
            bytes += argument
            bytes += Self.lineEnd
        }
        bytes.append(0)
        bytesAndNUL = bytes
    }

    /// The command with these words.
    init(_ words: String...) {
        self.init(words.map { Array($0.utf8) })
    }

    /// PUBLISH of `payload` on `channel`.
    static func publish(_ payload: [UInt8], on channel: [UInt8]) -> RedisCommand {
        RedisCommand([Array("PUBLISH".utf8), channel, payload])
    }

    private static let lineEnd = Array("\r\n".utf8)

    private static func append(
        header: Unicode.Scalar,
        _ number: Int,
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: header))
        bytes += String(number).utf8
        bytes += lineEnd
    }
}
