import Billets
import Testing

@testable import BilletsLink

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
