import NIOCore

/// The IP address of a client.
///
/// An IPv4 address is kept as IPv6 writes it (RFC 4291, section 2.5.5.2), so that an address has one form, in
/// whichever way it came.
struct ClientAddress: Hashable, Sendable {
    /// The 128 bits of IPv6.
    let bits: UInt128

    /// What stands for the address of a connection that has none any more.
    static let unknown = ClientAddress(bits: 0)

    private static let mappedPrefix: UInt128 = 0xffff << 32

    /// The address of these bits.
    init(bits: UInt128) {
        self.bits = bits
    }

    /// The other end of a connection; nil if it is not connected, or has no IP address.
    init?(_ address: SocketAddress?) {
        // Where the address stands in sockaddr_in and sockaddr_in6, in network byte order (ip(7), ipv6(7)).
        switch address {
        case .v4(let address):
            let bits = withUnsafeBytes(of: address.address) { Self.number($0[4..<8]) }
            self.init(bits: Self.mappedPrefix | bits)
        case .v6(let address):
            self.init(bits: withUnsafeBytes(of: address.address) { Self.number($0[8..<24]) })
        case .unixDomainSocket, nil:
            return nil
        }
    }

    /// Reads an address as people and proxies write it, without port or brackets.
    init?(_ text: some StringProtocol) {
        // A zone, such as in fe80::1%eth0, means something on one machine only.
        guard !text.contains("%"),
            let address = try? SocketAddress(ipAddress: String(text), port: 0)
        else { return nil }
        self.init(address)
    }

    /// Reads an element of `X-Forwarded-For`: an address, which may have a port, brackets and quotes.
    init?(forwarded element: some StringProtocol) {
        var text = element.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.count > 1, text.first == "\"", text.last == "\"" {
            text = text.dropFirst().dropLast()
        }
        if text.first == "[", let end = text.firstIndex(of: "]") {
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || Self.isPort(rest), text[..<end].contains(":") else { return nil }
            self.init(text[..<end].dropFirst())
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            guard Self.isPort(text[colon...]) else { return nil }
            self.init(text[..<colon])
        } else {
            self.init(text)
        }
    }

    /// Whether it is an IPv4 address.
    var isIPv4: Bool {
        bits >> 32 == Self.mappedPrefix >> 32
    }

    /// For whom caps count: the address itself, and of IPv6 its first 64 bits, since the other 64 are the
    /// client's own to choose (RFC 4291, section 2.5.4).
    var holder: ClientAddress {
        isIPv4 ? self : ClientAddress(bits: bits & (UInt128.max << 64))
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt128 {
        bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    private static func isPort(_ text: some StringProtocol) -> Bool {
        text.first == ":" && UInt16(text.dropFirst()) != nil
    }
}

extension ClientAddress: CustomStringConvertible {
    /// The address as people write it.
    var description: String {
        if isIPv4 {
            return [24, 16, 8, 0].map { "\(bits >> $0 & 0xff)" }.joined(separator: ".")
        }
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: bits >> (120 - 8 * $0)) }
        let address = try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0)
        return address?.ipAddress ?? "::"
    }
}
