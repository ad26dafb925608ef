/// The addresses that sockets come from, where the target is this machine itself.
///
/// A connection is known by both addresses and both ports, and an address has some 28,000 ports to
/// give (ip(7), ip_local_port_range): so sockets are spread over 127.0.0.0/8, all of which is this machine.
/// That also keeps each address below what gateways allow to one.
public struct SourceAddresses: Sendable {
    /// How many sockets come from one address.
    public static let socketsOfAddressMaximum = 1_000

    private let base: Int

    /// Addresses of which another `base` has others.
    public init(base: Int) {
        self.base = base
    }

    /// The address that the socket `index` comes from: 127.16.0.1 to 127.255.255.254.
    public func address(ofSocket index: Int) -> String {
        // 240 networks of 254 networks of 254 hosts: 0 and 255 are avoided.
        let host = (base & 0xFF_FFFF) * 61 + index / Self.socketsOfAddressMaximum
        let last = 1 + host % 254
        let middle = 1 + host / 254 % 254
        let first = 16 + host / (254 * 254) % 240
        return "127.\(first).\(middle).\(last)"
    }
}
