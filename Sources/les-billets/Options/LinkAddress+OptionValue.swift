import BilletsLink

extension LinkAddress: OptionValue {
    /// The address at which a store process serves gateways by default.
    static let standardForGateways = LinkAddress.tcp(host: "127.0.0.1", port: 8090)

    /// Reads `HOST:PORT`, with an IPv6 address in brackets, or `unix:PATH`; the host `*` stands for all addresses.
    init(parsing text: String) throws {
        switch LinkAddress(text) {
        case .tcp?:
            guard let address = try? ListenAddress(parsing: text) else { throw Self.complaint }
            self = .tcp(host: address.host, port: address.port)
        case .unix(let path)?:
            guard Self.isPath(path) else { throw Self.complaint }
            self = .unix(path: path)
        case nil:
            throw Self.complaint
        }
    }

    /// Returns true if `text`, which stood behind `unix:` or `sqlite:`, is a path.
    ///
    /// Behind two slashes stands the authority of a URL (RFC 3986, section 3.2), which may hold a password; behind
    /// three it is empty.
    static func isPath(_ text: String) -> Bool {
        (try? String(parsing: text)) != nil && (!text.hasPrefix("//") || text.hasPrefix("///"))
    }

    private static let complaint = Complaint(
        "write HOST:PORT, such as 127.0.0.1:8090, or unix:PATH"
    )
}
