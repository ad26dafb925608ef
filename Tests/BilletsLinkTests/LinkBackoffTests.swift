import Testing

@testable import BilletsLink

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
