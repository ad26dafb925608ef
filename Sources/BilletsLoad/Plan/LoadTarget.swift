/// A gateway or balancer that is put under load.
public struct LoadTarget: Hashable, Sendable {
    /// The host, a name or an address; an IPv6 one without brackets.
    public let host: String

    /// The port.
    public let port: Int

    /// Whether it speaks TLS.
    public let isSecure: Bool

    /// Reads `http://HOST[:PORT]`, or the same with `https`, `ws` or `wss`; nil for anything else.
    ///
    /// A path `/` or `/ws` may follow: sockets are opened at `/ws` anyway.
    public init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        switch text[..<separator.lowerBound].lowercased() {
        case "http", "ws": isSecure = false
        case "https", "wss": isSecure = true
        default: return nil
        }
        var rest = text[separator.upperBound...]
        if let slash = rest.firstIndex(of: "/") {
            guard ["/", "/ws"].contains(rest[slash...]) else { return nil }
            rest = rest[..<slash]
        }
        var port = isSecure ? 443 : 80
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            let digits = rest[rest.index(after: colon)...]
            guard digits.allSatisfy(\.isNumber), let number = Int(digits),
                (1...65_535).contains(number)
            else { return nil }
            port = number
            rest = rest[..<colon]
        }
        if rest.hasPrefix("["), rest.hasSuffix("]") { rest = rest.dropFirst().dropLast() }
        guard !rest.isEmpty, rest.utf8.allSatisfy(Self.isOfHost) else { return nil }
        host = String(rest)
        self.port = port
    }

    /// Host and port as a `Host` header and a URL have them.
    public var authority: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Where its HTTP is.
    public var url: String {
        "\(isSecure ? "https" : "http")://\(authority)"
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._:".utf8.contains(byte)
        }
    }
}
