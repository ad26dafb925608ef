import Billets
import BilletsWire
import DequeModule

/// Decides what becomes of a gateway's commands: which go next, which go again after the link broke, and
/// which have waited for too long.
///
/// A command is sent under a request id, so that sending it again is safe: whether the first sending was
/// carried out is unknown when the link breaks. `Waiter` is whoever waits for the answer; the caller
/// answers those that are handed back, and each is handed back once.
struct CommandOutbox<Waiter> {
    /// A command that was taken in, in one of its states.
    private enum Entry {
        /// Somebody waits for its answer until `deadline`.
        case open(CommandRequest, bytes: Int, deadline: ContinuousClock.Instant, Waiter)

        /// It is under way, and nobody waits any more.
        case abandoned

        /// It is done with; it stays until those before it are too.
        case settled
    }

    /// Whether commands can go.
    private enum Link {
        case down(LinkTrouble)
        case up
    }

    /// Why no further command is taken in, if so.
    private enum Door {
        case open
        case closed
    }

    private var entries: Deque<Entry> = []
    private var firstSequence: UInt64 = 1
    private var nextToSend: UInt64 = 1
    private var nextToExpire: UInt64 = 1
    private var unansweredCount = 0
    private var silentSince: ContinuousClock.Instant?
    private var openCount = 0
    private var openBytes = 0
    private var link = Link.down(.connecting)
    private var door = Door.open
    private let patience: Duration

    /// An outbox whose commands wait for `patience` at most.
    init(patience: Duration) {
        self.patience = patience
    }

    /// Whether nobody waits for an answer.
    var isEmpty: Bool { openCount == 0 }

    private var endSequence: UInt64 { firstSequence + UInt64(entries.count) }

    /// Takes a command in, as the last one.
    ///
    /// - Returns: why not, if it was not taken in; then `waiter` is the caller's still.
    mutating func submit(
        _ request: CommandRequest,
        waiter: Waiter,
        at now: ContinuousClock.Instant,
        makeRequestID: () -> RequestID
    ) -> Rejection? {
        let bytes = request.approximateMessageBytes
        if case .closed = door { return LinkTrouble.stopped.rejection }
        guard bytes <= LinkLimits.commandBytesMaximum else {
            return Rejection(
                .tooLarge,
                "The command is larger than \(LinkLimits.commandBytesMaximum) bytes: shorten its texts."
            )
        }
        guard entries.count < LinkLimits.commandsMaximum,
            openBytes + bytes <= LinkLimits.commandsBytesMaximum
        else {
            return .tooManyCommands(cause: "\(entries.count) commands, \(openBytes) bytes")
        }
        var request = request
        request.requestID = request.requestID ?? makeRequestID()
        entries.append(.open(request, bytes: bytes, deadline: now + patience, waiter))
        openCount += 1
        openBytes += bytes
        return nil
    }

    /// Whether `nextBatch` has any.
    var hasBatch: Bool {
        guard case .up = link else { return false }
        return nextToSend < endSequence && unansweredCount < LinkLimits.unansweredCommandsMaximum
    }

    /// The commands that go next, in one message; none if there is nothing to send, the link is down,
    /// or too many are unanswered.
    ///
    /// They count as sent.
    mutating func nextBatch(at now: ContinuousClock.Instant) -> [NumberedCommand] {
        guard case .up = link else { return [] }
        if unansweredCount == 0 { silentSince = now }
        var batch: [NumberedCommand] = []
        var bytes = 0
        while nextToSend < endSequence,
            unansweredCount < LinkLimits.unansweredCommandsMaximum,
            batch.count < LinkLimits.batchCommandsMaximum,
            bytes < LinkLimits.batchBytesMaximum
        {
            if case .open(let request, let size, _, _) = entries[index(of: nextToSend)] {
                batch.append(NumberedCommand(sequence: nextToSend, request: request))
                bytes += size
                unansweredCount += 1
            }
            nextToSend += 1
        }
        return batch
    }

    /// The store has answered.
    ///
    /// - Returns: who waited; nil if nobody does any more.
    mutating func answered(_ sequence: UInt64, at now: ContinuousClock.Instant) -> Waiter? {
        silentSince = now
        guard sequence >= firstSequence, sequence < nextToSend else { return nil }
        switch entries[index(of: sequence)] {
        case .open(_, let bytes, _, let waiter):
            unansweredCount -= 1
            settle(sequence, bytes: bytes)
            return waiter
        case .abandoned:
            unansweredCount -= 1
            entries[index(of: sequence)] = .settled
            dropSettled()
            return nil
        case .settled:
            return nil
        }
    }

    /// How long the store has said nothing, although something is under way; nil if nothing is.
    func silence(at now: ContinuousClock.Instant) -> Duration? {
        guard unansweredCount > 0, let silentSince else { return nil }
        return silentSince.duration(to: now)
    }

    /// Commands can go.
    mutating func linkUp() {
        link = .up
    }

    /// The link is down: whatever is unanswered goes again, in its order, on the next one.
    ///
    /// - Returns: who waited, if waiting on makes no sense, since the store refuses this gateway.
    mutating func linkDown(_ trouble: LinkTrouble) -> [Waiter] {
        link = .down(trouble)
        unansweredCount = 0
        for index in entries.indices {
            if case .abandoned = entries[index] { entries[index] = .settled }
        }
        dropSettled()
        nextToSend = firstSequence
        return trouble.needsOperator ? takeAll() : []
    }

    /// The time is `now`.
    ///
    /// - Returns: those who have waited for too long, and what to tell them.
    mutating func expire(at now: ContinuousClock.Instant) -> (waiters: [Waiter], why: Rejection) {
        var waiters: [Waiter] = []
        while nextToExpire < endSequence {
            let index = index(of: nextToExpire)
            if case .open(_, let bytes, let deadline, let waiter) = entries[index] {
                guard deadline <= now else { break }
                let isUnderWay = nextToExpire < nextToSend
                waiters.append(waiter)
                openCount -= 1
                openBytes -= bytes
                entries[index] = isUnderWay ? .abandoned : .settled
            }
            nextToExpire += 1
        }
        dropSettled()
        return (waiters, expiry)
    }

    /// No further command is taken in.
    mutating func closeDoor() {
        door = .closed
    }

    /// Ends it all.
    ///
    /// - Returns: those who still wait.
    mutating func takeAll() -> [Waiter] {
        let waiters = entries.compactMap { entry -> Waiter? in
            guard case .open(_, _, _, let waiter) = entry else { return nil }
            return waiter
        }
        firstSequence = endSequence
        entries.removeAll()
        nextToSend = firstSequence
        nextToExpire = firstSequence
        (unansweredCount, openCount, openBytes) = (0, 0, 0)
        return waiters
    }

    private var expiry: Rejection {
        switch link {
        case .down(let trouble): trouble.rejection
        case .up:
            Rejection(
                .unavailable,
                "The store has not answered in time: it is unknown whether the change was made.",
                cause: "no answer within \(patience)"
            )
        }
    }

    private func index(of sequence: UInt64) -> Int {
        Int(sequence - firstSequence)
    }

    private mutating func settle(_ sequence: UInt64, bytes: Int) {
        openCount -= 1
        openBytes -= bytes
        entries[index(of: sequence)] = .settled
        dropSettled()
    }

    private mutating func dropSettled() {
        while case .settled? = entries.first {
            entries.removeFirst()
            firstSequence += 1
        }
        nextToSend = max(nextToSend, firstSequence)
        nextToExpire = max(nextToExpire, firstSequence)
    }
}
