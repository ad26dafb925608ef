import BilletsLoad
import BilletsWire
import Testing

@Suite struct ObjectiveTests {
    private func isHeld(_ objective: Objective, _ report: LoadReport = ReportFixture.good) -> Bool {
        objective.verdict(on: report).isHeld
    }

    @Test func `A latency holds up to its limit`() {
        #expect(isHeld(.latency(.p99, milliseconds: 14.2)))
        #expect(!isHeld(.latency(.p99, milliseconds: 14.1)))
        #expect(isHeld(.latency(.p50, milliseconds: 4)))
        #expect(!isHeld(.latency(.max, milliseconds: 42)))
        #expect(isHeld(.answers(milliseconds: 5)))
        #expect(!isHeld(.connects(milliseconds: 79)))
    }

    @Test func `What was not measured does not hold`() {
        #expect(!isHeld(.latency(.p99, milliseconds: 1_000), LoadReport()))
        #expect(!isHeld(.answers(milliseconds: 1_000), LoadReport()))
        #expect(!isHeld(.caughtUp(milliseconds: 1_000), LoadReport()))
    }

    @Test func `Latencies do not hold when changes could not even be sent`() {
        var report = ReportFixture.good
        report.unsent = 1
        let verdict = Objective.latency(.p99, milliseconds: 1_000).verdict(on: report)
        #expect(!verdict.isHeld)
        #expect(verdict.found.contains("1 could not be sent"))
        #expect(!isHeld(.rejections(0), report))
    }

    @Test(arguments: ["lost", "repeated", "out of order"])
    func `A flaw of the stream is a loss, whatever it is`(name: String) throws {
        let flaw: WritableKeyPath<LoadReport, Int64> =
            switch name {
            case "lost": \.lost
            case "repeated": \.repeated
            default: \.outOfOrder
            }
        #expect(isHeld(.loss(.count(0))))
        var report = ReportFixture.good
        report[keyPath: flaw] = 1
        #expect(!isHeld(.loss(.count(0)), report))
        #expect(isHeld(.loss(.count(1)), report))
        let percent = try #require(LossLimit("0.1%"))
        #expect(isHeld(.loss(percent), report))
        report[keyPath: flaw] = 300
        #expect(!isHeld(.loss(percent), report))
    }

    @Test func `A storm has passed when the last socket has caught up`() {
        var report = ReportFixture.good
        report.stormed = 10
        report.catchUps = ReportFixture.latency(p99: 100)
        #expect(isHeld(.caughtUp(milliseconds: 300), report))
        #expect(!isHeld(.caughtUp(milliseconds: 299), report))
        report.notCaughtUp = 1
        #expect(!isHeld(.caughtUp(milliseconds: 300), report))
    }

    @Test func `Sockets that fail and commands that are rejected are counted`() {
        var report = ReportFixture.good
        report.failures = ["HTTP 429": 2]
        report.closes = ["4408": 1]
        report.rejected = ["rate_limited": 4]
        report.unanswered = 1
        #expect(isHeld(.failures(3), report))
        #expect(!isHeld(.failures(2), report))
        #expect(isHeld(.rejections(5), report))
        #expect(!isHeld(.rejections(4), report))
    }

    @Test func `Rates hold from their limit on`() {
        #expect(isHeld(.deliveries(perSecond: 20_080)))
        #expect(!isHeld(.deliveries(perSecond: 20_081)))
        #expect(isHeld(.commands(perSecond: 20)))
        #expect(!isHeld(.commands(perSecond: 20.5)))
    }

    @Test func `Limits of losses are numbers or shares, and nothing else`() {
        #expect(LossLimit("0") == .count(0))
        #expect(LossLimit("12") == .count(12))
        #expect(LossLimit("0.5%") == .percent(0.5))
        for text in ["", "-1", "1.5", "x%", "101%", "%"] { #expect(LossLimit(text) == nil) }
    }
}
