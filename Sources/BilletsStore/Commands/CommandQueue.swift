/// The commands that wait for a transaction, in the order in which they came: decides, does nothing.
struct CommandQueue {
    /// What is to be done about a command that came.
    enum Admission: Hashable {
        /// It waits, and a committer must be started.
        case start

        /// It waits, and the committer that is under way will come to it.
        case wait

        /// It is refused, for too many wait.
        case full

        /// It is refused, for the store is closing.
        case closed
    }

    private let waitingMaximum: Int
    private let batchMaximum: Int
    private var waiting: [WaitingCommand] = []
    private var isCommitting = false
    private var isClosed = false

    /// An empty queue.
    init(waitingMaximum: Int, batchMaximum: Int) {
        self.waitingMaximum = waitingMaximum
        self.batchMaximum = batchMaximum
    }

    /// Whether nothing waits and nothing is being carried out.
    var isIdle: Bool {
        waiting.isEmpty && !isCommitting
    }

    /// A command came.
    mutating func add(_ command: WaitingCommand) -> Admission {
        guard !isClosed else { return .closed }
        guard waiting.count < waitingMaximum else { return .full }
        waiting.append(command)
        defer { isCommitting = true }
        return isCommitting ? .wait : .start
    }

    /// The commands of the next transaction.
    mutating func takeBatch() -> [WaitingCommand] {
        let batch = Array(waiting.prefix(batchMaximum))
        waiting.removeFirst(batch.count)
        return batch
    }

    /// A transaction is over.
    ///
    /// - Returns: whether commands have come meanwhile, so that the committer must go on.
    mutating func finishBatch() -> Bool {
        isCommitting = !waiting.isEmpty
        return isCommitting
    }

    /// From now on every command is refused; those that wait are carried out.
    mutating func close() {
        isClosed = true
    }
}
