import Logging
import Synchronization

/// Tells whom a store process does not serve, and why: each reason once in a while, however often
/// somebody tries.
final class RefusalLog: Sendable {
    private struct Record {
        var silentUntil: ContinuousClock.Instant
        var untoldCount = 0
    }

    private let interval: Duration
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let records = Mutex<[StoreRefusal: Record]>([:])

    /// A log that tells each reason at most once each `interval`.
    init(
        interval: Duration = .seconds(10),
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.interval = interval
        self.logger = logger
        self.now = now
    }

    /// Notes that `peer` was refused.
    func note(_ refusal: StoreRefusal, peer: String, cause: String? = nil) {
        let now = now()
        let untoldCount = records.withLock { records -> Int? in
            if let record = records[refusal], now < record.silentUntil {
                records[refusal]?.untoldCount += 1
                return nil
            }
            defer { records[refusal] = Record(silentUntil: now.advanced(by: interval)) }
            return records[refusal]?.untoldCount ?? 0
        }
        guard let untoldCount else { return }
        var metadata: Logger.Metadata = ["peer": "\(peer)"]
        metadata["cause"] = cause.map { "\($0)" }
        if untoldCount > 0 { metadata["untold"] = "\(untoldCount)" }
        logger.warning("\(refusal.sentence)", metadata: metadata)
    }
}
