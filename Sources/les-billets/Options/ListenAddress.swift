/// Where a server listens.
struct ListenAddress: Hashable, Sendable {
    /// A name or an address, without the brackets of IPv6.
    let host: String

    /// The port; 0 for any that is free.
    let port: Int

    /// Where clients come in, unless said otherwise.
    static let standardForClients = ListenAddress(host: "127.0.0.1", port: 8080)
}

extension ListenAddress: OptionValue {
    /// Reads `HOST:PORT`, with an IPv6 address in brackets.
    init(parsing text: String) throws {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw Self.complaint }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw Self.complaint
        }
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0.isWhitespace }) else {
            throw Self.complaint
        }
        self.init(host: String(host), port: port)
    }

    private static let complaint = Complaint("write HOST:PORT, such as 127.0.0.1:8080")
}

extension ListenAddress: CustomStringConvertible {
    /// `HOST:PORT`, with an IPv6 address in brackets.
    var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension ListenAddress {
    /// A host under which this machine reaches a server that listens here: where the server listens
    /// on all addresses, the loopback one.
    var reachableHost: String {
        switch host {
        case "0.0.0.0", "*": "127.0.0.1"
        case "::": "::1"
        default: host
        }
    }
}
