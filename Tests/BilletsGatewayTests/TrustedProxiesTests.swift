import Billets
import Testing

@testable import BilletsGateway

@Suite("TrustedProxies")
struct TrustedProxiesTests {
    private func address(_ text: String) throws -> ClientAddress {
        try #require(ClientAddress(text))
    }

    private func client(
        of peer: String,
        _ forwardedFor: String...,
        proto: [String] = [],
        isTLS: Bool = false
    ) throws -> ClientConnection {
        try TrustedProxies("10.0.0.0/8, fd00::/8,192.0.2.1").client(
            peer: try address(peer),
            isTLS: isTLS,
            forwardedFor: forwardedFor,
            forwardedProto: proto
        )
    }

    @Test(
        "A block holds what begins like it",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false),
            ("0.0.0.0/0", "198.51.100.1", true), ("0.0.0.0/0", "2001:db8::1", false),
            ("::/0", "2001:db8::1", true), ("2001:db8::/33", "2001:db8:7fff::", true),
            ("2001:db8::/33", "2001:db8:8000::", false), ("10.0.0.0/8", "::ffff:10.9.9.9", true),
            ("::ffff:10.0.0.0/104", "10.9.9.9", true), ("192.0.2.128/25", "192.0.2.127", false),
        ]
    )
    func blocks(_ block: String, _ member: String, _ isMember: Bool) throws {
        #expect(try TrustedProxies(block).contains(address(member)) == isMember)
    }

    @Test("A list is written as it is read")
    func description() throws {
        let text = "10.0.0.0/8,192.0.2.1,::1,fd00::/8"
        #expect(try TrustedProxies(text).description == text)
        #expect(try TrustedProxies("").description.isEmpty)
        #expect(TrustedProxies.loopback.description == "127.0.0.0/8,::1")
    }

    @Test(
        "What is no address or block is named",
        arguments: [
            "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "::/129", "proxy", "1.2.3.4:5",
            "::1/+1",
        ]
    )
    func complaints(_ text: String) {
        let rejection = #expect(throws: Rejection.self) { try TrustedProxies("::1,\(text)") }
        #expect(rejection?.message.contains("'\(text)'") == true)
    }

    @Test("There may not be too many")
    func bound() {
        let many = String(repeating: "::1,", count: TrustedProxies.blocksMaximum + 1)
        #expect(throws: Rejection.self) { try TrustedProxies(many) }
    }

    @Test("Nobody but a trusted proxy is believed")
    func strangers() throws {
        let stranger = try client(of: "203.0.113.5", "198.51.100.1", proto: ["https"])
        #expect(stranger == ClientConnection(address: try address("203.0.113.5"), scheme: nil))
        #expect(
            TrustedProxies.none.client(
                peer: try address("10.0.0.1"),
                isTLS: true,
                forwardedFor: ["198.51.100.1"],
                forwardedProto: ["http"]
            ) == ClientConnection(address: try address("10.0.0.1"), scheme: .https)
        )
    }

    @Test("The client is the right-most address that is no trusted proxy")
    func rightMost() throws {
        #expect(try client(of: "10.0.0.1", "198.51.100.1").address == address("198.51.100.1"))
        #expect(
            try client(of: "10.0.0.1", "203.0.113.66, 198.51.100.1, 10.0.0.2, 192.0.2.1").address
                == address("198.51.100.1")
        )
        #expect(
            try client(of: "fd00::1", "203.0.113.66", "198.51.100.1:8080", " [fd00::2]:1 ").address
                == address("198.51.100.1")
        )
    }

    @Test("Where all are trusted, it is the first of them; where none is named, the proxy itself")
    func allTrusted() throws {
        #expect(try client(of: "10.0.0.1", "10.0.0.3, 10.0.0.2").address == address("10.0.0.3"))
        #expect(try client(of: "10.0.0.1").address == address("10.0.0.1"))
        #expect(try client(of: "10.0.0.1", "").address == address("10.0.0.1"))
    }

    @Test("Nothing left of what is no address is looked at")
    func garbage() throws {
        #expect(
            try client(of: "10.0.0.1", "198.51.100.1, unknown, 10.0.0.2").address
                == address("10.0.0.2")
        )
        #expect(try client(of: "10.0.0.1", "198.51.100.1, '; DROP").address == address("10.0.0.1"))
        let endless = String(repeating: "10.0.0.9,", count: 5000)
        #expect(
            try client(of: "10.0.0.1", "198.51.100.1," + endless).address == address("10.0.0.9")
        )
    }

    @Test("A trusted proxy says what the client spoke; otherwise only our own TLS is known")
    func scheme() throws {
        #expect(try client(of: "10.0.0.1", proto: ["https"]).isSecure)
        #expect(try client(of: "10.0.0.1", proto: ["HTTPS"]).isSecure)
        #expect(try client(of: "10.0.0.1", proto: ["https", "http"]).scheme == .http)
        #expect(try client(of: "10.0.0.1", proto: ["https, http"]).scheme == .http)
        #expect(try client(of: "10.0.0.1", proto: ["gopher"]).scheme == nil)
        #expect(try client(of: "10.0.0.1", proto: ["http"], isTLS: true).scheme == .http)
        #expect(try client(of: "10.0.0.1", isTLS: true).isSecure)
        #expect(try client(of: "10.0.0.1").scheme == nil)
    }
}
