import BilletsDrills
import Testing

@Suite("Rolling restart", .serialized, .timeLimit(.minutes(5)))
struct RollingRestartTests {
    @Test(
        "All gateways are restarted in turn: nothing accepted is lost, and no stream has a gap",
        arguments: ["shared", "remote"]
    )
    func restart(_ store: String) async throws {
        let report = try await RollingRestart(clients: 100, store: store).run()
        print(report)
        #expect(report.violations == [])
        #expect(report.restarts == 3)
        #expect(report.commandsAccepted > 0)
        // Each client was on some gateway, and each gateway was restarted.
        #expect(report.reconnects.joined().reduce(0, +) >= 100)
        // Nobody waited for the end: they came back in many moments.
        #expect(report.reconnects.allSatisfy { $0.filter { $0 > 0 }.count > 1 })
    }
}
