import Testing

@testable import BilletsLink

@Suite("LinkAddress")
struct LinkAddressTests {
    @Test(
        "An address is read from the text that it is written as",
        arguments: ["127.0.0.1:7100", "store:1", "[::1]:7100", "unix:/run/store.sock"]
    )
    func text(_ text: String) {
        #expect(LinkAddress(text)?.description == text)
    }

    @Test(
        "What is no address is none",
        arguments: ["", "store", ":7100", "store:", "store:65536", "store:-1", "::1:7100", "unix:"]
    )
    func noAddress(_ text: String) {
        #expect(LinkAddress(text) == nil)
    }
}
