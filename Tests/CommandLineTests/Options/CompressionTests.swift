import ArgumentParser
import BilletsGateway
import Testing

@testable import les_billets

@Suite struct CompressionTests {
    private func configured(
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) throws -> SocketCompression {
        var configuration = GatewayConfiguration(node: "n", host: "h", port: 1)
        let options = try CompressionOptions.parse(arguments)
        try options.apply(to: &configuration, Settings(environment))
        return configuration.compression
    }

    @Test func `Gateways compress unless the command line or the environment says otherwise`()
        throws
    {
        let off = ["LES_BILLETS_COMPRESSION": "off"]
        #expect(try configured([]) == .on)
        #expect(try configured([], off) == .off)
        #expect(try configured(["--compression", "on"], off) == .on)
        #expect(try configured(["--compression", "off"]) == .off)
    }

    @Test func `Anything but on and off is refused`() throws {
        #expect(throws: (any Error).self) { try CompressionOptions.parse(["--compression", "9"]) }
        #expect(throws: Complaint.self) {
            try configured([], ["LES_BILLETS_COMPRESSION": "yes"])
        }
    }

    @Test func `A cluster's word on compression holds for its gateways`() {
        #expect(Setting.compression.isForGatewaysOfCluster)
    }
}
