public import Billets

/// The proxies whose word on their clients is taken: where they come from, and whether over TLS.
public struct TrustedProxies: Hashable, Sendable {
    /// How many addresses and blocks there may be.
    public static let blocksMaximum = 256

    /// How many elements of `X-Forwarded-For` are looked at, from the right.
    static let hopsMaximum = 32

    /// Nobody.
    public static let none = TrustedProxies(blocks: [])

    /// Whoever comes from this machine itself.
    public static let loopback = TrustedProxies(
        blocks: ["127.0.0.0/8", "::1"].compactMap { AddressBlock($0) }
    )

    private let blocks: [AddressBlock]

    private init(blocks: [AddressBlock]) {
        self.blocks = blocks
    }

    /// Reads addresses and CIDR blocks with commas between them: `10.0.0.0/8,fd00::/8,192.0.2.7`.
    ///
    /// - Throws: a `Rejection` that names the element which is neither.
    public init(_ text: String) throws(Rejection) {
        let elements = text.split(separator: ",")
        guard elements.count <= Self.blocksMaximum else {
            throw Rejection(.tooLarge, "Name at most \(Self.blocksMaximum) addresses and blocks.")
        }
        var blocks: [AddressBlock] = []
        for element in elements {
            let name = element.filter { !$0.isWhitespace }
            guard let block = AddressBlock(name) else {
                throw Rejection(
                    .invalidMessage,
                    "'\(name)' is no address: write addresses and blocks, such as 10.0.0.0/8,fd00::1."
                )
            }
            blocks.append(block)
        }
        self.init(blocks: blocks)
    }

    /// Each address or block, as it is written.
    public var names: [String] {
        blocks.map { "\($0)" }
    }

    /// The blocks that are larger than any private network (RFC 1918, RFC 4193): strangers can be in them.
    public var blocksOfStrangers: [String] {
        blocks.filter(\.isLargerThanPrivateNetworks).map { "\($0)" }
    }

    /// Whether `address` is that of a trusted proxy.
    func contains(_ address: ClientAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    /// Who sent a request that came over a connection from `peer`, itself over TLS or not.
    ///
    /// `forwardedFor` and `forwardedProto` are the lines of `X-Forwarded-For` and `X-Forwarded-Proto`; nobody
    /// but a trusted proxy is believed. Each proxy adds on the right whom it got the request from, so the client
    /// is the right-most address that is not a trusted proxy; what stands left of that, or of something that is no
    /// address, anybody may have written.
    func client(
        peer: ClientAddress,
        isTLS: Bool,
        forwardedFor: [String],
        forwardedProto: [String]
    ) -> ClientConnection {
        let ownScheme: ClientConnection.Scheme? = isTLS ? .https : nil
        guard contains(peer) else { return ClientConnection(address: peer, scheme: ownScheme) }
        var address = peer
        let elements = forwardedFor.flatMap { $0.split(separator: ",") }
        for element in elements.suffix(Self.hopsMaximum).reversed() {
            guard let next = ClientAddress(forwarded: element) else { break }
            address = next
            if !contains(next) { break }
        }
        let scheme = forwardedProto.last?.split(separator: ",").last
            .flatMap { ClientConnection.Scheme(rawValue: $0.filter { $0 != " " }.lowercased()) }
        return ClientConnection(address: address, scheme: scheme ?? ownScheme)
    }
}

extension TrustedProxies: CustomStringConvertible {
    /// What `init(_:)` reads.
    public var description: String {
        names.joined(separator: ",")
    }
}
