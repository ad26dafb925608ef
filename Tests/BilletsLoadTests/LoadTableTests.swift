import BilletsWire
import Testing

@testable import BilletsLoad

@Suite struct LoadTableTests {
    private func text(_ report: LoadReport) -> String {
        LoadTable.lines(of: report).joined(separator: "\n")
    }

    @Test func `The table says what was done, and what came of it`() {
        let text = text(ReportFixture.good)
        #expect(
            text.contains("fanout: 1,000 sockets and 4 senders on http://127.0.0.1:8080, 10.0 s")
        )
        #expect(text.contains("20,080/s  200,800 in all"))
        #expect(text.contains("0 lost  0 repeated  0 out of order"))
        #expect(text.contains("14.200"))
        #expect(!text.contains("storm"))
        #expect(!text.contains("rejected"))
    }

    @Test func `What went wrong is listed`() {
        var report = ReportFixture.good
        report.rejected = ["rate_limited": 1_200]
        report.closes = ["4408": 3]
        report.failures = ["HTTP 429": 5]
        report.verdicts = [Objective.failures(0).verdict(on: report)]
        let text = text(report)
        #expect(text.contains("1,200 × rate_limited"))
        #expect(text.contains("3 × 4408"))
        #expect(text.contains("5 × HTTP 429"))
        #expect(text.contains("NOT HELD failures: wanted 0 at most, found 8"))
    }

    @Test func `The line of progress says how far it is`() {
        let progress = LoadProgress(
            stage: .measuring,
            seconds: 3.4,
            secondsPlanned: 10,
            following: 1_004,
            sockets: 1_004,
            deliveriesPerSecond: 20_080,
            acceptedPerSecond: 20,
            p99: 14.21,
            lost: 0
        )
        #expect(
            progress.line
                == "3/10 s  1,004/1,004 sockets  20 commands/s  20,080 deliveries/s  "
                + "p99 14.2 ms  0 lost"
        )
    }
}
