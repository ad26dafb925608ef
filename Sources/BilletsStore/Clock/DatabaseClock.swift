import Billets
import BilletsWire
import GRDB

/// Tells the time of a database, which rules its leases: the same for every process that has it open, and moved by
/// nobody who sets a wall clock.
///
/// The database remembers what time it was when the machine had been running for how long (``ClockAnchor``). Since
/// then, time is what the machine has been running.
///
/// - A wall clock that is put forward or back changes nothing while a lock is held. When none is, whoever writes
///   next follows it, so that a clock that was corrected is right again, and moves along what is compared with it.
/// - After a boot the wall clock is all there is, but never before the newest event.
struct DatabaseClock: Sendable {
    /// Where the time comes from.
    enum Source: Sendable {
        /// The machine's clocks, and what the database remembers of them.
        case machine(MachineClock)

        /// Somebody's hand.
        case hand(WallClock)
    }

    /// Where the time comes from.
    let source: Source

    /// The clock of the machine; or, if there is one, that of a test.
    init(_ hand: WallClock?) {
        source = hand.map { .hand($0) } ?? .machine(MachineClock())
    }

    /// The time, for somebody who only reads.
    func now(reading database: Database) throws -> Timestamp {
        switch source {
        case .hand(let clock): return clock.now()
        case .machine(let machine):
            let table = ClockTable(database: database)
            let reading = machine.read()
            let anchor = try table.anchor()
            if let time = anchor?.time(at: reading) { return time }
            return try first(after: anchor, at: reading, table).time
        }
    }

    /// The time, in a write transaction; sets the anchor where it must be set.
    func now(writing database: Database) throws -> Timestamp {
        switch source {
        case .hand(let clock): return clock.now()
        case .machine(let machine):
            return try now(writing: ClockTable(database: database), at: machine.read())
        }
    }

    /// The time when the machine's clocks show `reading`, in a write transaction.
    func now(writing table: ClockTable, at reading: MachineTime) throws -> Timestamp {
        let anchor = try table.anchor()
        guard let anchor, let time = anchor.time(at: reading) else {
            let first = try first(after: anchor, at: reading, table)
            try table.set(first)
            try table.boundPresence(by: first.time)
            return first.time
        }
        guard anchor.disagrees(with: reading), try !table.hasLocks() else { return time }
        let next = ClockAnchor(reading, notBefore: try table.latestEvent())
        try table.set(next)
        try table.moveMoments(by: next.time.milliseconds(since: time))
        return next.time
    }

    /// The first anchor of a run of the machine: time has gone at least as far as it is known to have.
    private func first(
        after anchor: ClockAnchor?,
        at reading: MachineTime,
        _ table: ClockTable
    ) throws -> ClockAnchor {
        let known = [anchor?.time, try table.latestEvent()].compactMap(\.self).max()
        return ClockAnchor(reading, notBefore: known)
    }
}
