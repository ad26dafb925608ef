import Billets
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

@Suite("LinkBackoff")
struct LinkBackoffTests {
    @Test("Pauses double up to the maximum, less a random part, and begin anew after a link")
    func pauses() {
        var generator = SystemRandomNumberGenerator()
        var backoff = LinkBackoff(minimum: .milliseconds(100), maximum: .seconds(1))
        for turn in [100, 200, 400, 800, 1000, 1000] {
            let pause = backoff.pause(using: &generator)
            #expect(pause <= .milliseconds(turn) && pause >= .milliseconds(turn / 2))
        }
        backoff.reset()
        #expect(backoff.pause(using: &generator) <= .milliseconds(100))
    }
}

@Suite("Array.portions")
struct PortionsTests {
    @Test("Portions keep the order and lose nothing, and each ends when it is full")
    func portions() {
        let sizes = [1, 2, 3, 10, 1, 1, 1, 1]
        let portions = sizes.portions(bytesMaximum: 4) { $0 }
        #expect(portions.map(Array.init) == [[1, 2, 3], [10], [1, 1, 1, 1]])
        #expect([Int]().portions(bytesMaximum: 4) { $0 }.isEmpty)
    }
}

@Suite("SharedSecret")
struct SharedSecretTests {
    @Test("Only the very secret matches")
    func matches() {
        #expect(SharedSecret.matches(SharedSecret.metadata("hush"), secret: "hush"))
        #expect(!SharedSecret.matches(SharedSecret.metadata("hus"), secret: "hush"))
        #expect(!SharedSecret.matches(SharedSecret.metadata(nil), secret: "hush"))
        #expect(!SharedSecret.matches(SharedSecret.metadata(""), secret: "hush"))
    }
}
