import NIOCore
import Testing

@testable import BilletsGateway

@Suite("ClientAddress")
struct ClientAddressTests {
    @Test(
        "An address is read, and written as people write it",
        arguments: ["192.0.2.7", "0.0.0.0", "255.255.255.255", "2001:db8::1", "::1", "fe80::1"]
    )
    func text(_ text: String) {
        #expect(ClientAddress(text)?.description == text)
    }

    @Test(
        "What is no address is none",
        arguments: [
            "", "a", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4:80", "[::1]", "::g",
            "fe80::1%lo", "localhost", " ::1", "1.2.3.4/8",
        ]
    )
    func garbage(_ text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test("An IPv4 address within IPv6 is that IPv4 address")
    func mapped() {
        #expect(ClientAddress("::ffff:192.0.2.7") == ClientAddress("192.0.2.7"))
        #expect(ClientAddress("::ffff:192.0.2.7")?.isIPv4 == true)
        #expect(ClientAddress("::192.0.2.7")?.isIPv4 == false)
    }

    @Test(
        "The other end of a connection has the address that was written",
        arguments: ["192.0.2.7", "2001:db8::7"]
    )
    func connection(_ text: String) throws {
        let end = try SocketAddress(ipAddress: text, port: 5)
        #expect(ClientAddress(end) == ClientAddress(text))
        #expect(ClientAddress(nil as SocketAddress?) == nil)
        #expect(try ClientAddress(SocketAddress(unixDomainSocketPath: "/a")) == nil)
    }

    @Test(
        "Proxies write ports, brackets, quotes and blanks around an address",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), (" 192.0.2.7\t", "192.0.2.7"),
            ("192.0.2.7:80", "192.0.2.7"),
            ("::1", "::1"), ("[::1]", "::1"), ("[::1]:443", "::1"), ("\"[::1]:443\"", "::1"),
            ("::ffff:192.0.2.7", "192.0.2.7"), ("[::ffff:192.0.2.7]:9", "192.0.2.7"),
        ]
    )
    func forwarded(_ element: String, _ address: String) {
        #expect(ClientAddress(forwarded: element)?.description == address)
    }

    @Test(
        "Anything else around it makes it none",
        arguments: [
            "", " ", "unknown", "_hidden", "192.0.2.7:", "192.0.2.7:x", "192.0.2.7:99999", "[::1",
            "[::1]x", "[192.0.2.7]", "[]", "\"", "\"\"", "192.0.2.7 192.0.2.8", ":80",
        ]
    )
    func badlyForwarded(_ element: String) {
        #expect(ClientAddress(forwarded: element) == nil)
    }

    @Test("Who has a network of IPv6 is one client, whichever of its addresses they take")
    func holder() throws {
        let one = try #require(ClientAddress("2001:db8:1:2::1"))
        #expect(one.holder == ClientAddress("2001:db8:1:2:ffff::9")?.holder)
        #expect(one.holder != ClientAddress("2001:db8:1:3::1")?.holder)
        #expect(ClientAddress("192.0.2.7")?.holder != ClientAddress("192.0.2.8")?.holder)
    }
}
