/// What one series of a family holds.
enum MetricSeries: Sendable {
    case counter(CounterSeries)
    case gauge(GaugeSeries)
    case histogram(HistogramSeries)

    /// A series of a family of this kind in which nothing has been recorded.
    init(_ kind: MetricKind) {
        switch kind {
        case .counter: self = .counter(CounterSeries())
        case .gauge: self = .gauge(GaugeSeries())
        case .histogram(let bounds): self = .histogram(HistogramSeries(bounds: bounds))
        }
    }
}
