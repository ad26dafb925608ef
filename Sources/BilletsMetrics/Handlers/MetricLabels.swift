/// The values of a series's labels, by name.
struct MetricLabels: Hashable, Sendable {
    /// Names and values, by name.
    let pairs: [Pair]

    /// One label.
    struct Pair: Hashable, Sendable {
        /// Its name.
        let name: String

        /// Its value.
        let value: String
    }

    /// The labels that swift-metrics calls dimensions.
    init(_ dimensions: [(String, String)]) {
        pairs = dimensions.sorted { $0.0 < $1.0 }.map { Pair(name: $0.0, value: $0.1) }
    }
}
