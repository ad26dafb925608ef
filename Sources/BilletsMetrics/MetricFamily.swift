/// A family of figures: one name, one meaning, and a series for each combination of its labels' values.
public struct MetricFamily: Hashable, Sendable {
    /// Its name, in Prometheus's conventions: base units, `_total` for what only grows
    /// (https://prometheus.io/docs/practices/naming/).
    public let name: String

    /// What it counts, in one sentence.
    public let help: String

    /// What it is.
    public let kind: MetricKind

    /// A family that counts what only grows.
    public static func counter(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily(name: name, help: help, kind: .counter)
    }

    /// A family of what goes up and down.
    public static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily(name: name, help: help, kind: .gauge)
    }

    /// A family of distributions over `bounds`.
    public static func histogram(_ name: String, _ help: String, _ bounds: [Double]) -> MetricFamily
    {
        MetricFamily(name: name, help: help, kind: .histogram(bounds))
    }
}
