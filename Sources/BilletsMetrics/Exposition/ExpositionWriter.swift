/// Writes families in Prometheus's text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
struct ExpositionWriter {
    /// What has been written, UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Writes a family that has one series without labels.
    mutating func write(_ family: MetricFamily, _ value: Double) {
        head(family)
        sample(family.name, [], value)
    }

    /// Writes a family, its series by their labels.
    mutating func write(_ family: MetricFamily, _ series: [MetricLabels: MetricSeries]) {
        head(family)
        for (labels, series) in series.sorted(by: {
            Self.text($0.key.pairs) < Self.text($1.key.pairs)
        }) {
            switch series {
            case .counter(let counter): sample(family.name, labels.pairs, Double(counter.total))
            case .gauge(let gauge): sample(family.name, labels.pairs, gauge.value)
            case .histogram(let histogram): write(family.name, labels.pairs, histogram)
            }
        }
    }

    private mutating func write(
        _ name: String,
        _ labels: [MetricLabels.Pair],
        _ histogram: HistogramSeries
    ) {
        let contents = histogram.contents
        var total: UInt64 = 0
        for (index, count) in contents.counts.enumerated() {
            total += count
            let bound = index < histogram.bounds.count ? Self.text(histogram.bounds[index]) : "+Inf"
            sample(name + "_bucket", labels + [.init(name: "le", value: bound)], Double(total))
        }
        sample(name + "_sum", labels, contents.sum)
        sample(name + "_count", labels, Double(total))
    }

    private mutating func head(_ family: MetricFamily) {
        let type =
            switch family.kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        line("# HELP \(family.name) \(Self.escaped(family.help, quotes: false))")
        line("# TYPE \(family.name) \(type)")
    }

    private mutating func sample(_ name: String, _ labels: [MetricLabels.Pair], _ value: Double) {
        line("\(name)\(Self.text(labels)) \(Self.text(value))")
    }

    private mutating func line(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func text(_ labels: [MetricLabels.Pair]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    /// A number as Go reads it, which Prometheus is written in.
    private static func text(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
