import ArgumentParser
import BilletsGateway
import Testing

@testable import les_billets

@Suite struct PatienceTests {
    private func configured(
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) throws -> GatewayConfiguration {
        var configuration = GatewayConfiguration(node: "n", host: "h", port: 1)
        try PatienceOptions.parse(arguments).apply(to: &configuration, Settings(environment))
        return configuration
    }

    @Test func `Drain and deadline come from the command line, the environment, or nowhere`() throws
    {
        let standard = try configured([])
        #expect(standard.draining == DrainTiming())
        #expect(standard.patience == StorePatience())
        let variables = [
            "LES_BILLETS_DRAIN_SECONDS": "60", "LES_BILLETS_COMMAND_SECONDS": "2",
        ]
        let told = try configured([], variables)
        #expect(told.draining.drain == .seconds(60))
        #expect(told.draining.reconnectAfter == .seconds(30))
        #expect(told.patience.command == .seconds(2))
        #expect(try configured(["--drain-seconds", "7"], variables).draining.drain == .seconds(7))
    }

    @Test func `A drain that nobody would wait for is refused`() throws {
        #expect(throws: (any Error).self) { try configured(["--drain-seconds", "3601"]) }
        #expect(throws: Complaint.self) { try configured([], ["LES_BILLETS_DRAIN_SECONDS": "0"]) }
    }

    @Test func `A cluster waits for its gateways as long as they drain, and longer`() throws {
        let settings = Settings(["LES_BILLETS_DRAIN_SECONDS": "60"])
        let drain = try PatienceOptions.drain(nil, settings)
        let patience = ClusterFarewell.Step.gateways.patience(drain: drain)
        #expect(patience > drain + ServiceProcess.endMaximum)
        let timing = DrainTiming()
        #expect(timing.notice + timing.farewell < ServiceProcess.endMaximum)
    }
}
