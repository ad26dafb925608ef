import Metrics
import Synchronization

/// One series of a counter.
final class CounterSeries: CounterHandler {
    private let value = Atomic<Int64>(0)

    /// How much was counted.
    var total: Int64 { value.load(ordering: .relaxed) }

    func increment(by amount: Int64) {
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() {
        value.store(0, ordering: .relaxed)
    }
}
