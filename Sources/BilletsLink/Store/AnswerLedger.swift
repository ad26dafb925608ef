import Billets
import BilletsWire

/// Counts what one stream of commands owes and holds, and decides when to read on, what to send and
/// when to end.
struct AnswerLedger {
    /// What the writer does next.
    enum Turn {
        /// Sends these.
        case send([NumberedAnswer])

        /// Waits.
        case wait

        /// Ends the stream: everything that was taken in is answered, or nobody is there to answer to.
        case end
    }

    /// How long commands are taken in.
    private enum Phase {
        case open
        case draining
        case abandoned
    }

    private var phase = Phase.open
    private var unansweredCount = 0
    private var sendingCount = 0
    private var ready: [NumberedAnswer] = []

    /// Whether the reader may take the next batch; false: it waits.
    var hasRoom: Bool {
        phase != .open
            || unansweredCount + ready.count + sendingCount < LinkLimits.heldCommandsMaximum
    }

    /// Whether the writer has something to do: `turn` would not make it wait.
    var hasTurn: Bool {
        phase == .abandoned || !ready.isEmpty || phase == .draining && unansweredCount == 0
    }

    /// A command came.
    ///
    /// - Returns: whether it is to be carried out; what comes while draining is not, and comes again on
    ///   another stream.
    mutating func takeIn() -> Bool {
        guard phase == .open else { return false }
        unansweredCount += 1
        return true
    }

    /// The store has answered a command that was taken in.
    mutating func answer(_ answer: NumberedAnswer) {
        unansweredCount -= 1
        guard phase != .abandoned else { return }
        ready.append(answer)
    }

    /// What was handed out last has been sent.
    mutating func sent() {
        sendingCount = 0
    }

    /// What the writer does next.
    mutating func turn() -> Turn {
        guard phase != .abandoned else { return .end }
        guard !ready.isEmpty else {
            return hasTurn ? .end : .wait
        }
        var bytes = 0
        var count = 0
        while count < ready.count, count < LinkLimits.batchAnswersMaximum,
            bytes < LinkLimits.batchBytesMaximum
        {
            bytes += ready[count].result.approximateMessageBytes
            count += 1
        }
        let batch = Array(ready.prefix(count))
        ready.removeFirst(count)
        sendingCount = count
        return .send(batch)
    }

    /// Nothing more is taken in; what was is answered.
    mutating func drain() {
        if phase == .open { phase = .draining }
    }

    /// The gateway is gone.
    mutating func abandon() {
        phase = .abandoned
        ready = []
    }
}
