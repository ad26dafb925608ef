import FoundationEssentials

/// The name or address of this machine at which a server listens.
struct ListenHost: Hashable, Sendable {
    /// The address that stands for all IPv6 addresses of this machine and, as Linux has it unless told otherwise,
    /// all IPv4 addresses too (ipv6(7), IPV6_V6ONLY).
    static let allAddresses = "::"

    /// The address that stands for all IPv4 addresses of this machine.
    static let allIPv4Addresses = "0.0.0.0"

    /// The name or address, without the brackets of IPv6.
    let name: String
}

extension ListenHost: OptionValue {
    /// Reads a host name, an IPv4 or IPv6 address, with or without brackets, or `*` for all addresses.
    init(parsing text: String) throws {
        var name = text[...]
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        if name == "*" {
            self.init(name: Self.hasIPv6 ? Self.allAddresses : Self.allIPv4Addresses)
            return
        }
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfHost) else {
            throw Complaint(
                "write a host name or an IP address, such as 127.0.0.1, or * for all addresses"
            )
        }
        self.init(name: String(name))
    }

    /// True if the machine has an IPv6 address (proc_net(5), if_inet6).
    private static var hasIPv6: Bool {
        let addresses = try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8)
        return addresses?.isEmpty == false
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        // A percent sign stands before the zone of an IPv6 address (RFC 4007, section 11).
        default: "-._:%".utf8.contains(byte)
        }
    }
}
