/// Origins of web pages, as browsers write them (RFC 6454, section 6.2).
struct OriginList: Hashable, Sendable {
    /// How many there may be.
    static let originsMaximum = 256

    /// Each in lower case, and without the port that its scheme has anyway.
    let origins: Set<String>
}

extension OriginList: OptionValue {
    /// Reads `http://HOST`, `https://HOST` and `https://HOST:PORT` with commas between them.
    init(parsing text: String) throws {
        let elements = text.split(separator: ",")
        guard elements.count <= Self.originsMaximum else {
            throw Complaint("name at most \(Self.originsMaximum) origins")
        }
        origins = Set(try elements.map { try Self.origin($0.filter { !$0.isWhitespace }) })
    }

    private static func origin(_ text: String) throws -> String {
        let text = text.lowercased()
        guard let separator = text.firstRange(of: "://") else { throw complaint }
        let scheme = text[..<separator.lowerBound]
        var host = text[separator.upperBound...]
        let standardPort: Int
        switch scheme {
        case "http": standardPort = 80
        case "https": standardPort = 443
        default: throw complaint
        }
        // Within brackets colons are IPv6's.
        if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
            guard let port = Int(host[host.index(after: colon)...]), (1...65_535).contains(port)
            else { throw complaint }
            if port == standardPort { host = host[..<colon] }
        }
        guard host.first != ":", !host.isEmpty, host.utf8.allSatisfy(isOfHost) else {
            throw complaint
        }
        return "\(scheme)://\(host)"
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-._:[]".utf8.contains(byte)
        }
    }

    private static let complaint = Complaint(
        "write https://HOST or https://HOST:PORT, without a path, with commas between several"
    )
}
