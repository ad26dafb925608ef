import BilletsWire

/// Reports for tests.
enum ReportFixture {
    /// Latencies with this 99 %.
    static func latency(p99: Double, count: Int64 = 1_000) -> LoadReport.Latency {
        var latency = LoadReport.Latency()
        latency.count = count
        latency.mean = p99 / 2
        latency.p50 = p99 / 4
        latency.p90 = p99 / 2
        latency.p99 = p99
        latency.p999 = p99 * 2
        latency.max = p99 * 3
        latency.curve = [0.0, 50, 90, 99, 99.9, 100].map {
            LoadReport.Point(percentile: $0, milliseconds: p99 / 4 + $0 * p99 / 40)
        }
        return latency
    }

    /// A test in which all went well.
    static var good: LoadReport {
        var report = LoadReport()
        report.scenario = "fanout"
        report.urls = ["http://127.0.0.1:8080"]
        report.sockets = 1_000
        report.senders = 4
        report.connected = 1_004
        report.seconds = 10
        report.sent = 200
        report.accepted = 200
        report.acceptedPerSecond = 20
        report.deliveries = 200_800
        report.deliveriesPerSecond = 20_080
        report.latency = latency(p99: 14.2)
        report.answers = latency(p99: 5)
        report.connects = latency(p99: 80)
        report.slices = (1...10).map {
            LoadReport.Slice(
                second: Double($0),
                deliveriesPerSecond: 20_080,
                acceptedPerSecond: 20,
                p50: 3,
                p99: 14,
                max: 20
            )
        }
        return report
    }
}
