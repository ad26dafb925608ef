import Billets
import Metrics

/// What a process that has the database open counts of it; the catalogue of families says what each means.
struct StoreMetrics: Sendable {
    private let transactionTime: Timer
    private let lockWait: Timer
    private let batchCommands: Recorder
    private let errors: Counter
    private let filesInPlace: Meter
    private let databaseBytes: Meter
    private let locksHeld: Meter
    private let locksExpired: Counter
    private let lockConflicts: Counter

    /// Figures that `factory` keeps.
    init(_ factory: any MetricsFactory) {
        transactionTime = Timer(label: "les_billets_store_transaction_seconds", factory: factory)
        lockWait = Timer(label: "les_billets_store_lock_wait_seconds", factory: factory)
        batchCommands = Recorder(label: "les_billets_store_batch_commands", factory: factory)
        errors = Counter(label: "les_billets_store_errors_total", factory: factory)
        filesInPlace = Meter(label: "les_billets_store_files_in_place", factory: factory)
        databaseBytes = Meter(label: "les_billets_store_database_bytes", factory: factory)
        locksHeld = Meter(label: "les_billets_locks_held", factory: factory)
        locksExpired = Counter(label: "les_billets_locks_expired_total", factory: factory)
        lockConflicts = Counter(label: "les_billets_lock_conflicts_total", factory: factory)
    }

    /// A write transaction waited for other processes, got its turn, and has ended.
    func transaction(
        from start: ContinuousClock.Instant,
        begun: ContinuousClock.Instant,
        to end: ContinuousClock.Instant
    ) {
        lockWait.record(duration: start.duration(to: begun))
        transactionTime.record(duration: begun.duration(to: end))
    }

    /// These are the answers to commands that were committed together.
    func committed(_ answers: [Result<some Any, Rejection>], locksExpired count: Int) {
        batchCommands.record(answers.count)
        if count > 0 { locksExpired.increment(by: count) }
        let conflicts = answers.count { answer in
            if case .failure(let rejection) = answer { rejection.code == .locked } else { false }
        }
        if conflicts > 0 { lockConflicts.increment(by: conflicts) }
    }

    /// So many commands could not be committed.
    func failed(_ commands: Int) {
        errors.increment(by: commands)
    }

    /// Sets whether the files at the database's paths are the ones that were opened.
    func filesAreInPlace(_ areInPlace: Bool) {
        filesInPlace.set(areInPlace ? 1 : 0)
    }

    /// Locks ended since their time had run out.
    func expired(_ locks: Int) {
        if locks > 0 { locksExpired.increment(by: locks) }
    }

    /// So large the database is, and so many locks are held.
    func tell(bytes: Int64, locksHeld count: Int) {
        databaseBytes.set(bytes)
        locksHeld.set(count)
    }
}
