import Testing

@testable import les_billets

@Suite struct FreePortsTests {
    @Test func `Ports lie outside the range of outgoing connections`() {
        #expect(FreePorts.candidates(ephemeralRange: 32_768...60_999) == 10_000...32_767)
        #expect(FreePorts.candidates(ephemeralRange: 10_500...50_000) == 50_001...65_535)
        #expect(FreePorts.candidates(ephemeralRange: 1024...65_535) == 10_000...65_535)
    }

    @Test func `The ports found are all different, and free`() async throws {
        var generator = SystemRandomNumberGenerator()
        let ports = try await FreePorts.find(20, using: &generator)
        #expect(Set(ports).count == 20)
    }
}
