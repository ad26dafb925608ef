/// Reads a gateway's answer to the handshake (RFC 6455, section 4.2.2).
public enum UpgradeReader {
    /// What the answer says.
    public enum Step: Hashable, Sendable {
        /// More of it has to come.
        case incomplete

        /// The socket is open; what follows are frames, from here on.
        case upgraded(end: Int)

        /// There is no socket: the HTTP status.
        case refused(status: Int)

        /// That is no answer to our handshake.
        case nonsense
    }

    /// The key that is sent: RFC 6455's own, so that the answer to it is known.
    public static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    private static let answer = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    /// The longest head that is taken in.
    public static let headBytesMaximum = 64 * 1024

    /// Reads what has come so far.
    public static func read(_ bytes: Span<UInt8>) -> Step {
        guard let end = ByteSearch.end(of: Array("\r\n\r\n".utf8), in: bytes, from: 0) else {
            return bytes.count > headBytesMaximum ? .nonsense : .incomplete
        }
        var text: [UInt8] = []
        text.reserveCapacity(end)
        for index in 0..<end { text.append(bytes[index]) }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return .nonsense
        }
        guard status == 101 else { return .refused(status: status) }
        let isOurs = lines.dropFirst().contains { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 && parts[0].lowercased() == "sec-websocket-accept"
                && parts[1].filter { $0 != " " } == answer
        }
        return isOurs ? .upgraded(end: end) : .nonsense
    }
}
