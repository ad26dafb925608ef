/// What a family of figures is, as Prometheus tells them apart
/// (https://prometheus.io/docs/concepts/metric_types/).
public enum MetricKind: Hashable, Sendable {
    /// It only grows, and starts anew with the process.
    case counter

    /// It goes up and down.
    case gauge

    /// How often values were at most so large; the upper bounds of the buckets, growing, without infinity.
    case histogram([Double])
}
