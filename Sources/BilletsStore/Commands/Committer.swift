import Billets
import BilletsWire
import GRDB
import Logging
import Synchronization

/// Carries out commands, as many as wait in one transaction (group commit).
///
/// A commit costs an fsync, which is most of what a command costs; whoever comes while one is under
/// way shares the next.
final class Committer: Sendable {
    private let database: StoreDatabase
    private let leases: LeasePolicy
    private let retention: Retention
    private let bounds: StoreBounds
    private let clock: DatabaseClock
    private let metrics: StoreMetrics
    private let logger: Logger
    private let queue: Mutex<CommandQueue>
    /// The time at which a batch last indexed all texts; nil before the first.
    private let indexedAt = Mutex<ContinuousClock.Instant?>(nil)

    /// The committer of `database`.
    init(
        database: StoreDatabase,
        leases: LeasePolicy,
        retention: Retention,
        bounds: StoreBounds,
        clock: DatabaseClock,
        metrics: StoreMetrics,
        logger: Logger
    ) {
        self.database = database
        self.leases = leases
        self.retention = retention
        self.bounds = bounds
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        queue = Mutex(
            CommandQueue(
                waitingMaximum: bounds.waitingCommandsMaximum,
                batchMaximum: bounds.batchCommandsMaximum
            )
        )
    }

    /// Takes a command; it is answered after its commit, or refused at once.
    func submit(_ command: WaitingCommand) {
        switch queue.withLock({ $0.add(command) }) {
        case .start: start()
        case .wait: break
        case .full:
            command.refuse(.tooManyCommands())
        case .closed:
            command.refuse(Rejection(.unavailable, "The store is closing."))
        }
    }

    /// Refuses every command from now on, and returns when those that wait have been answered.
    func close() async {
        queue.withLock { $0.close() }
        while !queue.withLock({ $0.isIdle }) {
            await withCheckedContinuation { continuation in
                database.enqueue { _ in continuation.resume() }
            }
        }
    }

    /// One batch at a time, so that other writes get their turn in between.
    private func start() {
        database.enqueue { connection in
            let batch = self.refuseLate(self.queue.withLock { $0.takeBatch() })
            let answers =
                batch.isEmpty ? [] : self.answers(to: batch[...], in: connection)
            AnswerAddress.deliver(Array(zip(batch.map(\.address), answers)))
            if self.queue.withLock({ $0.finishBatch() }) { self.start() }
        }
    }

    /// Answers the commands that have waited for too long behind a database that hangs.
    ///
    /// - Returns: the others.
    private func refuseLate(_ batch: [WaitingCommand]) -> [WaitingCommand] {
        let deadline = ContinuousClock.now - bounds.commandWaitMaximum
        guard let oldest = batch.first, oldest.arrivedAt < deadline else { return batch }
        let (late, timely) = (
            batch.filter { $0.arrivedAt < deadline }, batch.filter { $0.arrivedAt >= deadline }
        )
        for command in late {
            command.refuse(.commandWaitedTooLong)
        }
        return timely
    }

    private func answers(
        to commands: ArraySlice<WaitingCommand>,
        in connection: Database
    ) -> [Result<Acceptance, Rejection>] {
        do {
            let (answers, expired) = try database.transaction(in: connection) { connection in
                try carryOut(commands, in: connection)
            }
            metrics.committed(answers, locksExpired: expired)
            return answers
        } catch  where commands.count > 1 && error.mayBeOfOneCommand {
            // The rules refuse before anything is written; this is the rare case that the database
            // refused. Halving finds the one whose fault it is in few transactions.
            let half = commands.count / 2
            return answers(to: commands.prefix(half), in: connection)
                + answers(to: commands.dropFirst(half), in: connection)
        } catch {
            let rejection = Rejection(database: error)
            metrics.failed(commands.count)
            // A fault of every write is logged by `StoreCondition`, once for all batches.
            if error.mayBeOfOneCommand {
                logger.error(
                    "a command could not be committed",
                    metadata: ["error": "\(rejection)"]
                )
            }
            return commands.map { _ in .failure(rejection) }
        }
    }

    private func carryOut(
        _ commands: ArraySlice<WaitingCommand>,
        in connection: Database
    ) throws -> (answers: [Result<Acceptance, Rejection>], locksExpired: Int) {
        let now = try clock.now(writing: connection)
        var transaction = try HistoryTransaction(connection, at: now)
        let answers = try commands.map { command -> Result<Acceptance, Rejection> in
            do {
                return .success(try transaction.carryOut(command, under: leases))
            } catch let rejection as Rejection {
                return .failure(rejection)
            }
        }
        try indexTexts(in: connection)
        let events = EventTable(database: connection)
        if try events.hasSurplus(retention, at: now) {
            try events.forget(retention, at: now, limit: bounds.forgottenEventsMaximum)
        }
        return (answers, transaction.locksExpired)
    }

    /// Indexes the texts that were written, unless a batch has just done so: then a later one does, the next report of a
    /// gateway or the next search, whichever comes first.
    private func indexTexts(in connection: Database) throws {
        let now = ContinuousClock.now
        guard indexedAt.withLock({ $0.map { $0 + bounds.indexingPause <= now } ?? true }) else {
            return
        }
        let isComplete = try TicketTextTable(database: connection)
            .index(limit: bounds.indexedTicketsMaximum)
        if isComplete { indexedAt.withLock { $0 = now } }
    }
}
