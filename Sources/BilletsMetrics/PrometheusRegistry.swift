public import Metrics
import Synchronization

/// Keeps the figures of a process, and tells them in Prometheus's text format.
///
/// The rooms record through swift-metrics alone, with this as their factory. It owns every series; only the
/// families of the catalogue are told, each with its help. It bounds how many series a family may have.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    /// How many series a family may have; those beyond are recorded nowhere, so that no label that somebody else
    /// chooses fills memory.
    public static let seriesMaximum = 500

    /// The media type of what it tells.
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private let kinds: [String: MetricKind]
    private let families: [MetricFamily]
    private let series = Mutex<[String: [MetricLabels: MetricSeries]]>([:])

    /// A registry of these families, of a process of this version.
    public init(families: [MetricFamily] = MetricFamily.all, version: String) {
        self.families = families
        kinds = Dictionary(
            families.map { ($0.name, $0.kind) },
            uniquingKeysWith: { first, _ in first }
        )
        Meter(label: "les_billets_build_info", dimensions: [("version", version)], factory: self)
            .set(1)
    }

    /// All figures now, in text format 0.0.4
    /// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
    public func exposition() -> [UInt8] {
        let series = series.withLock { $0 }
        let process = ProcessFigures.now()
        var writer = ExpositionWriter()
        for family in families {
            if let own = series[family.name] {
                writer.write(family, own)
            } else if let value = process[family.name] {
                writer.write(family, value)
            }
        }
        return writer.bytes
    }

    /// The series of a family; a new one, which is told nowhere, if the family is not in the catalogue, is of another
    /// kind, or has too many.
    private func series(_ name: String, _ dimensions: [(String, String)], or kind: MetricKind)
        -> MetricSeries
    {
        guard let known = kinds[name] else { return MetricSeries(kind) }
        let labels = MetricLabels(dimensions)
        return series.withLock { series in
            if let found = series[name]?[labels] { return found }
            let new = MetricSeries(known)
            if series[name, default: [:]].count < Self.seriesMaximum {
                series[name, default: [:]][labels] = new
            }
            return new
        }
    }

    /// The catalogue, and not who records, says what a family is: a programmer's mistake is not told.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard case .counter(let counter) = series(label, dimensions, or: .counter) else {
            return CounterSeries()
        }
        return counter
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        guard case .gauge(let gauge) = series(label, dimensions, or: .gauge) else {
            return GaugeSeries()
        }
        return gauge
    }

    /// A histogram.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        histogram(label, dimensions)
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        guard case .histogram(let histogram) = series(label, dimensions, or: .histogram([])) else {
            return HistogramSeries(bounds: [])
        }
        return histogram
    }
}

/// What a process tells it tells as long as it lives.
extension PrometheusRegistry {
    /// Nothing: a series that has been told must not vanish.
    public func destroyCounter(_ handler: any CounterHandler) {}

    /// Nothing, for the same reason.
    public func destroyMeter(_ handler: any MeterHandler) {}

    /// Nothing, for the same reason.
    public func destroyRecorder(_ handler: any RecorderHandler) {}

    /// Nothing, for the same reason.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
