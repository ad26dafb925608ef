import BilletsMetrics
import Metrics
import Testing

/// What Prometheus is told.
@Suite struct PrometheusRegistryTests {
    private let families: [MetricFamily] = [
        .counter("c_total", "Counts, with a \\ and\na line end."),
        .gauge("g", "Goes up and down."),
        .histogram("h_seconds", "Distributes.", [0.1, 1]),
    ]

    @Test func `A counter is told with its help and its labels, in the order of their names`() {
        let registry = PrometheusRegistry(families: families, version: "1")
        let labels = [("type", "b"), ("code", "say \"no\"\n")]
        Counter(label: "c_total", dimensions: labels, factory: registry).increment(by: 3)
        Counter(label: "c_total", dimensions: labels, factory: registry).increment()
        #expect(
            registry.lines == [
                #"# HELP c_total Counts, with a \\ and\na line end."#, "# TYPE c_total counter",
                #"c_total{code="say \"no\"\n",type="b"} 4"#,
            ]
        )
    }

    @Test func `A gauge is told where it stands`() {
        let registry = PrometheusRegistry(families: families, version: "1")
        let gauge = Meter(label: "g", factory: registry)
        gauge.increment(by: 2)
        gauge.decrement(by: 0.5)
        #expect(registry.lines.last == "g 1.5")
    }

    @Test func `A histogram counts what is at most each bound, and tells times in seconds`() {
        let registry = PrometheusRegistry(families: families, version: "1")
        let timer = Timer(label: "h_seconds", factory: registry)
        for milliseconds in [50, 100, 500, 2000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            registry.lines.dropFirst(2) == [
                #"h_seconds_bucket{le="0.1"} 2"#, #"h_seconds_bucket{le="1"} 3"#,
                #"h_seconds_bucket{le="+Inf"} 4"#, "h_seconds_sum 2.65", "h_seconds_count 4",
            ]
        )
    }

    @Test func `What is not in the catalogue, or is of another kind there, is told nowhere`() {
        let registry = PrometheusRegistry(families: families, version: "1")
        Counter(label: "unknown_total", factory: registry).increment()
        Counter(label: "g", factory: registry).increment()
        #expect(!registry.lines.contains { $0.hasPrefix("unknown") || $0 == "g 1" })
    }

    @Test func `A family has a bounded number of series`() {
        let registry = PrometheusRegistry(families: families, version: "1")
        for number in 0..<PrometheusRegistry.seriesMaximum + 10 {
            Counter(label: "c_total", dimensions: [("n", "\(number)")], factory: registry)
                .increment()
        }
        let series = registry.lines.count { $0.hasPrefix("c_total{") }
        #expect(series == PrometheusRegistry.seriesMaximum)
    }

    @Test func `Every process tells of itself and of its version`() {
        let registry = PrometheusRegistry(version: "1.2.3")
        #expect(registry.lines.contains(#"les_billets_build_info{version="1.2.3"} 1"#))
        for family in MetricFamily.process {
            #expect(registry.lines.contains("# HELP \(family.name) \(family.help)"))
        }
    }

    @Test func `The catalogue keeps Prometheus's conventions`() {
        let names = MetricFamily.all.map(\.name)
        #expect(Set(names).count == names.count)
        for family in MetricFamily.all {
            #expect(family.help.hasSuffix("."), "\(family.name)")
            let isCounter = family.kind == .counter
            #expect(family.name.hasSuffix("_total") == isCounter, "\(family.name)")
        }
    }
}

extension PrometheusRegistry {
    /// What it tells, line by line.
    fileprivate var lines: [String] {
        String(decoding: exposition(), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
