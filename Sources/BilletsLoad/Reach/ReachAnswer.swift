/// Judges the answer of a host that is to be a gateway, to a request for the session without credentials.
///
/// A value without I/O.
enum ReachAnswer {
    /// The reason why the host cannot be put under load; nil if it is a gateway, or a balancer with one behind it.
    ///
    /// `bytes` is all that it answered, over the connection that `isSecure` describes.
    static func problem(_ bytes: [UInt8], isSecure: Bool) -> String? {
        guard !bytes.isEmpty else {
            return isSecure
                ? "it closes connections without an answer"
                : "it closes connections without an answer; if it speaks TLS, write https://"
        }
        // A TLS alert (RFC 8446, section 5.1) answers a request that is not encrypted.
        if bytes.starts(with: [0x15, 0x03]) { return "it speaks TLS: write https://" }
        let head = String(decoding: bytes.prefix(4_096), as: UTF8.self)
            .components(before: "\r\n\r\n")
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return "it is not a gateway: it does not answer with HTTP"
        }
        let fields = lines.dropFirst().map { $0.lowercased() }
        let isJSON = fields.contains {
            $0.hasPrefix("content-type:") && $0.contains("json")
        }
        switch status {
        case 200, 401, 403, 429: return isJSON ? nil : foreign(lines.first)
        case 502, 503, 504: return "it answers HTTP \(status): no gateway is ready there"
        case 300...399:
            let place = lines.first { $0.lowercased().hasPrefix("location:") }
                .map { $0.dropFirst("location:".count).filter { $0 != " " } }
            return "it redirects to '\(plain(place ?? "somewhere else"))': name that address"
        case 400 where head.lowercased().contains("https"):
            return "it speaks TLS: write https://"
        default: return foreign(lines.first)
        }
    }

    private static func foreign(_ line: Substring?) -> String {
        "it is not a gateway: it answers '\(plain(String(line ?? "")))'"
    }

    /// Text from outside without control characters, and not too long.
    private static func plain(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7f }.map(Character.init)
        )
        .prefix(80).description
    }
}

extension String {
    fileprivate func components(before separator: String) -> Substring {
        firstRange(of: separator).map { self[..<$0.lowerBound] } ?? self[...]
    }
}
