import NIOCore
import NIOPosix
import Testing

@testable import les_billets

@Suite struct FreePortsTests {
    @Test func `Ports lie outside the range of outgoing connections`() {
        #expect(FreePorts.candidates(ephemeralRange: 32_768...60_999) == 10_000...32_767)
        #expect(FreePorts.candidates(ephemeralRange: 10_500...50_000) == 50_001...65_535)
        #expect(FreePorts.candidates(ephemeralRange: 1024...65_535) == 10_000...65_535)
    }

    @Test func `The ports reserved are all different, and nobody else gets them`() throws {
        var generator = SystemRandomNumberGenerator()
        let ports = try FreePorts.reserve(20, using: &generator)
        #expect(Set(ports.map(\.number)).count == 20)
        for port in ports { #expect(ReservedPort(port.number) == nil) }
    }

    @Test func `A server listens at the port that is reserved for it, again and again`()
        async throws
    {
        var generator = SystemRandomNumberGenerator()
        let port = try FreePorts.reserve(1, using: &generator)[0]
        let address = ListenAddress(host: "127.0.0.1", port: port.number)
        for _ in 1...3 { try await PortCheck.requireFree(address, option: "--listen") }
        withExtendedLifetime(port) {}
    }

    @Test func `A port where somebody listens is not reserved`() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let number = try #require(server.localAddress?.port)
        #expect(ReservedPort(number) == nil)
        try await server.close()
        #expect(ReservedPort(number)?.number == number)
    }
}
