@testable import BilletsGateway

/// Whatever proxies say, the client has an address that can be written and read again; and who is not trusted
/// is not believed.
enum ForwardedProperty {
    static let examples = [
        "192.0.2.7, 10.0.0.1\nhttps", "\"[2001:db8::1]:443\", 127.0.0.1:80\nhttp", "unknown\nwss",
    ]

    static func violation(of bytes: [UInt8]) -> String? {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        guard let proxy = ClientAddress("127.0.0.1") else { return "127.0.0.1 is no address." }
        let client = TrustedProxies.loopback.client(
            peer: proxy,
            isTLS: false,
            forwardedFor: [lines.first ?? ""],
            forwardedProto: Array(lines.dropFirst())
        )
        guard ClientAddress(client.address.description) == client.address else {
            return "An address that nobody can read: \(client.address)"
        }
        let stranger = TrustedProxies.none.client(
            peer: proxy,
            isTLS: true,
            forwardedFor: lines,
            forwardedProto: lines
        )
        return stranger == ClientConnection(address: proxy, scheme: .https)
            ? nil : "Somebody who is not trusted was believed: \(stranger)"
    }
}
