/// Addresses that begin alike (CIDR, RFC 4632): `10.0.0.0/8`, `fd00::/8`; one address is a block too.
struct AddressBlock: Hashable, Sendable {
    private let bits: UInt128
    private let prefixBits: Int

    private var isIPv4: Bool {
        ClientAddress(bits: bits).isIPv4 && prefixBits >= 96
    }

    /// Reads `ADDRESS` or `ADDRESS/BITS`; nil if it is neither.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = ClientAddress(first) else { return nil }
        // IPv4 is kept within IPv6, behind 96 bits that are always the same.
        let before = first.contains(":") ? 0 : 96
        var prefixBits = 128
        if parts.count > 1 {
            guard parts[1].allSatisfy(\.isNumber), let length = Int(parts[1]),
                (0...128 - before).contains(length)
            else { return nil }
            prefixBits = before + length
        }
        bits = address.bits
        self.prefixBits = prefixBits
    }

    /// True if it is larger than 10.0.0.0/8 (RFC 1918), or than fc00::/7 (RFC 4193).
    var isLargerThanPrivateNetworks: Bool {
        isIPv4 ? prefixBits < 96 + 8 : prefixBits < 7
    }

    /// Whether `address` is one of them.
    func contains(_ address: ClientAddress) -> Bool {
        // Shifted by all of its bits nothing is left, which is equal.
        (bits ^ address.bits) >> (128 - prefixBits) == 0
    }
}

extension AddressBlock: CustomStringConvertible {
    /// What `init(_:)` reads.
    var description: String {
        let length = isIPv4 ? prefixBits - 96 : prefixBits
        let address = "\(ClientAddress(bits: bits))"
        return prefixBits == 128 ? address : "\(address)/\(length)"
    }
}
