import BilletsLink

/// The address at which a server listens.
struct ListenAddress: Hashable, Sendable {
    /// A name or an address, without the brackets of IPv6.
    let host: String

    /// The port; 0 for any that is free.
    let port: Int

    /// The address at which clients are served by default.
    static let standardForClients = ListenAddress(host: "127.0.0.1", port: 8080)
}

extension ListenAddress: OptionValue {
    /// Reads `HOST:PORT`, with an IPv6 address in brackets; the host `*` stands for all addresses.
    init(parsing text: String) throws {
        guard let colon = text.lastIndex(of: ":") else { throw Self.complaint }
        let port = String(text[text.index(after: colon)...])
        guard !port.isNegativeNumber else {
            throw Complaint("its port is negative; \(Self.complaint)")
        }
        guard let number = try? PortNumber(parsing: port).number else { throw Self.complaint }
        let host = text[..<colon]
        guard !host.contains(":") || host.hasPrefix("["),
            let listenHost = try? ListenHost(parsing: String(host))
        else { throw Self.complaint }
        self.init(host: listenHost.name, port: number)
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
        case ListenHost.allIPv4Addresses: "127.0.0.1"
        case ListenHost.allAddresses: "::1"
        default: host
        }
    }

    /// True if no other machine can reach a server that listens here, as far as the address itself tells.
    var isOnThisMachine: Bool {
        LinkAddress.tcp(host: host, port: port).isOnThisMachine
    }
}
