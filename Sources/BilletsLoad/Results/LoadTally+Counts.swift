import BilletsWire

/// The tally as another process gets it.
extension LoadTally {
    private typealias Named<Value> = [(String, any WritableKeyPath<LoadTally, Value> & Sendable)]

    private static let counters: Named<Int64> = [
        ("deliveries", \.deliveries), ("measuredDeliveries", \.measuredDeliveries),
        ("measuredBytes", \.measuredBytes), ("sent", \.sent), ("accepted", \.accepted),
        ("measuredAccepted", \.measuredAccepted), ("lost", \.lost), ("repeated", \.repeated),
        ("outOfOrder", \.outOfOrder), ("snapshots", \.snapshots),
        ("roundsGivenUp", \.roundsGivenUp), ("retries", \.retries), ("following", \.following),
        ("foreign", \.foreign),
    ]

    private static let tables: Named<[String: Int64]> = [
        ("rejected", \.rejected), ("closes", \.closes), ("failures", \.failures),
    ]

    private static let histograms: Named<LatencyRecord> = [
        ("latency", \.latency), ("answers", \.answers), ("connects", \.connects),
        ("catchUps", \.catchUps), ("rounds", \.rounds),
    ]

    /// The names of all counters, tables and histograms.
    static let names = counters.map(\.0) + tables.map(\.0) + histograms.map(\.0)

    /// A tally of what another process counted; names that are unknown are passed over.
    init(_ counts: LoadCounts) {
        self.init()
        for (name, path) in Self.counters { self[keyPath: path] = counts.counters[name] ?? 0 }
        for (name, path) in Self.tables { self[keyPath: path] = counts.tables[name] ?? [:] }
        for (name, path) in Self.histograms {
            if let buckets = counts.histograms[name] {
                self[keyPath: path] = LatencyRecord(buckets: buckets)
            }
        }
    }

    /// The tally without what is 0.
    var counts: LoadCounts {
        var counts = LoadCounts()
        for (name, path) in Self.counters where self[keyPath: path] != 0 {
            counts.counters[name] = self[keyPath: path]
        }
        for (name, path) in Self.tables where !self[keyPath: path].isEmpty {
            counts.tables[name] = self[keyPath: path]
        }
        for (name, path) in Self.histograms where self[keyPath: path].count > 0 {
            counts.histograms[name] = self[keyPath: path].buckets
        }
        return counts
    }
}
