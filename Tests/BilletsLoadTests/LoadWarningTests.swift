import BilletsLoad
import BilletsWire
import Testing

/// Faults that no stated objective covers are reported: `--loss 0` alone must not look as if all were well.
@Suite struct LoadWarningTests {
    private func warnings(_ report: LoadReport, _ objectives: Objective...) -> [String] {
        var report = report
        report.judge(by: objectives)
        #expect(report.verdicts.count == objectives.count)
        return report.notes.filter { $0.hasPrefix("Warning: ") }
    }

    @Test func `Sockets that failed or were closed are warned of unless --failures is stated`() {
        var report = ReportFixture.good
        report.failures = ["HTTP 429": 2]
        report.closes = ["4408": 1]
        #expect(warnings(report, .loss(.count(0))).first?.contains("3 sockets") == true)
        #expect(warnings(report, .loss(.count(0))).first?.contains("--failures 0") == true)
        #expect(warnings(report).count == 1)
        #expect(warnings(report, .failures(0)) == [])
        #expect(warnings(report, .failures(9)) == [])
    }

    @Test
    func `Commands that were not carried out, and flaws of the stream, are warned of likewise`() {
        var report = ReportFixture.good
        report.unanswered = 1
        #expect(warnings(report, .failures(0)).first?.contains("--rejections 0") == true)
        #expect(warnings(report, .rejections(0)) == [])
        report = ReportFixture.good
        report.repeated = 1
        #expect(warnings(report, .failures(0)).first?.contains("--loss 0") == true)
        #expect(warnings(report, .loss(.count(0))) == [])
    }

    @Test func `A test in which all went well warns of nothing`() {
        #expect(warnings(ReportFixture.good) == [])
        #expect(warnings(ReportFixture.good, .loss(.count(0))) == [])
    }

    @Test func `A table has a line for each process`() {
        var report = ReportFixture.good
        var part = ReportFixture.good
        part.sockets = 500
        part.senders = 2
        part.connected = 502
        report.parts = [
            LoadReport.Part(number: 1, failure: nil, report: part),
            LoadReport.Part(number: 2, failure: "was ended by signal 9", report: part),
        ]
        let text = LoadTable.lines(of: report).joined(separator: "\n")
        #expect(text.contains("process 1     502 of 502 sockets"))
        #expect(text.contains("was ended by signal 9"))
        #expect(text.contains("2 processes"))
    }
}
