import Billets
import Logging
import Synchronization

/// The condition of an open database: its files are in place, and it can be written.
///
/// Logs each change once, and sets the gauge.
final class StoreCondition: Sendable {
    private struct Contents {
        var displacement: Rejection?
        var refusal: Rejection?
    }

    private let contents = Mutex(Contents())
    private let metrics: StoreMetrics
    private let logger: Logger

    /// The condition of a database that has just been opened.
    init(metrics: StoreMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
        metrics.filesAreInPlace(true)
    }

    /// True if the last attempt to write failed.
    var refusesWrites: Bool {
        contents.withLock { $0.refusal != nil }
    }

    /// Notes that every file is the one that was opened.
    func isInPlace() {
        let wasDisplaced = contents.withLock { contents in
            defer { contents.displacement = nil }
            return contents.displacement != nil
        }
        guard wasDisplaced else { return }
        metrics.filesAreInPlace(true)
        logger.notice("the files of the database are in place again")
    }

    /// Notes that a file is not the one that was opened.
    func isDisplaced(_ rejection: Rejection) {
        let isNews = contents.withLock { contents in
            defer { contents.displacement = rejection }
            return contents.displacement != rejection
        }
        guard isNews else { return }
        metrics.filesAreInPlace(false)
        logger.critical("a file of the database is not in place: \(rejection)")
    }

    /// Notes that a transaction was committed.
    func wasWritten() {
        let wasRefusing = contents.withLock { contents in
            defer { contents.refusal = nil }
            return contents.refusal != nil
        }
        if wasRefusing { logger.notice("the database can be written again") }
    }

    /// Notes that a transaction could not be committed, for a reason that is not its own.
    func wasRefused(_ rejection: Rejection) {
        let isNews = contents.withLock { contents in
            defer { contents.refusal = rejection }
            return contents.refusal?.message != rejection.message
                && contents.displacement?.message != rejection.message
        }
        if isNews { logger.error("the database cannot be written: \(rejection)") }
    }
}
