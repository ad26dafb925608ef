public import Billets

extension RedisAddress {
    /// Reads a URL.
    ///
    /// A sentence of refusal repeats no part of a URL that may hold a password.
    ///
    /// - Throws: `invalidMessage` with a sentence for the operator.
    public init(_ url: String) throws(Rejection) {
        var rest = try Self.afterScheme(url)
        var user: String?
        if let at = rest.lastIndex(of: "@") {
            user = try Self.user(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let (host, port) = try Self.hostAndPort(rest)
        self.init(host: host, port: port, user: user)
    }

    private static func afterScheme(_ url: String) throws(Rejection) -> Substring {
        guard let colon = url.firstRange(of: "://") else {
            throw refusal("it does not begin with redis://")
        }
        switch url[..<colon.lowerBound].lowercased() {
        case "redis": return url[colon.upperBound...]
        case "rediss": throw refusal("TLS is not supported; use redis:// over a private network")
        default: throw refusal("it does not begin with redis://")
        }
    }

    private static func user(_ text: Substring) throws(Rejection) -> String {
        guard !text.contains(":") else {
            throw refusal(
                "it holds a password; a password comes from a file or from the environment"
            )
        }
        guard !text.isEmpty, text.allSatisfy({ isPlain($0) || $0 == "+" }) else {
            throw refusal("the user before the @ is not a name")
        }
        return String(text)
    }

    private static func hostAndPort(_ text: Substring) throws(Rejection) -> (String, UInt16) {
        if text.first == "[" {
            guard let bracket = text.firstIndex(of: "]") else {
                throw refusal("the bracket around the IPv6 address is not closed")
            }
            let host = text[text.index(after: text.startIndex)..<bracket]
            guard host.contains(":"),
                host.allSatisfy({ $0 == ":" || $0 == "%" || isPlain($0) })
            else { throw refusal("there is no IPv6 address between the brackets") }
            return (String(host), try port(text[text.index(after: bracket)...]))
        }
        let host = text.prefix { $0 != ":" }
        let behind = text[host.endIndex...]
        guard behind.count(where: { $0 == ":" }) < 2 else {
            throw refusal("an IPv6 address stands in brackets, as in redis://[::1]:6379")
        }
        guard !host.isEmpty, host.count <= hostCharactersMaximum, host.allSatisfy(isPlain) else {
            throw refusal("what stands for the host is neither a name nor an address")
        }
        return (String(host), try port(behind))
    }

    private static func port(_ text: Substring) throws(Rejection) -> UInt16 {
        guard !text.isEmpty else { return portDefault }
        let digits = text.dropFirst()
        guard text.first == ":", digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let port = UInt16(digits), port > 0
        else { throw refusal("behind the host only :PORT may stand, a number from 1 to 65535") }
        return port
    }

    /// The longest name of a host (RFC 1035, section 2.3.4).
    private static let hostCharactersMaximum = 255

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || "-._".contains(character))
    }

    private static func refusal(_ reason: String) -> Rejection {
        Rejection(
            .invalidMessage,
            "The address of Redis is redis://HOST:PORT or redis://USER@HOST:PORT: \(reason)."
        )
    }
}
