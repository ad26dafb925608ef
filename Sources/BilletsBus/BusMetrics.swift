import Metrics

/// What the bus counts; the catalogue of families says what each means.
///
/// It takes over what `RedisBusStatistics` has counted, from the bus's own thread.
struct BusMetrics {
    private let received: Counter
    private let published: Counter
    private let reconnects: Counter
    private let probesReturned: Counter
    private let probesLate: Counter
    private let dropped: [RedisBusDrop: Counter]
    private var taken = RedisBusStatistics()

    /// Counters that `factory` keeps.
    init(_ factory: any MetricsFactory) {
        received = Counter(label: "les_billets_bus_received_total", factory: factory)
        published = Counter(label: "les_billets_bus_publishes_total", factory: factory)
        reconnects = Counter(label: "les_billets_bus_reconnects_total", factory: factory)
        probesReturned = Counter(label: "les_billets_bus_probes_total", factory: factory)
        probesLate = Counter(label: "les_billets_bus_probe_failures_total", factory: factory)
        dropped = Dictionary(
            uniqueKeysWithValues: RedisBusDrop.allCases.map { reason in
                let counter = Counter(
                    label: Self.family(of: reason),
                    dimensions: [("reason", reason.rawValue)],
                    factory: factory
                )
                return (reason, counter)
            }
        )
    }

    /// Takes over what was counted since the last time.
    mutating func take(_ statistics: RedisBusStatistics) {
        guard statistics != taken else { return }
        received.increment(by: statistics.received - taken.received)
        published.increment(by: statistics.published - taken.published)
        reconnects.increment(by: statistics.reconnects - taken.reconnects)
        probesReturned.increment(by: statistics.probesReturned - taken.probesReturned)
        probesLate.increment(by: statistics.probesLate - taken.probesLate)
        for (reason, count) in statistics.dropped {
            dropped[reason]?.increment(by: count - taken.dropped[reason, default: 0])
        }
        taken = statistics
    }

    private static func family(of reason: RedisBusDrop) -> String {
        switch reason {
        case .malformed, .forged, .foreignEpoch, .oversized: "les_billets_bus_rejects_total"
        case .queueFull, .disconnected, .refused, .unconfirmed:
            "les_billets_bus_publish_errors_total"
        }
    }
}
