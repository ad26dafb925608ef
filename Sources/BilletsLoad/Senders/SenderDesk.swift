import Billets
import BilletsWire
import FoundationEssentials
import NIOCore

/// The senders of a load test: they make their tickets, and then change them, at a rate or as fast as they are answered.
///
/// It belongs to the event loop of its sockets, on which nobody else is, so that what it sends is not late
/// because others receive. `CommandSlots`, `Pacer` and `BoardAgent` decide, it performs.
final class SenderDesk {
    /// What the senders do.
    enum Work {
        /// Nothing.
        case none

        /// Make a ticket for each slot.
        case making(EventLoopPromise<Void>, left: Int)

        /// Change tickets, or begin rounds at the board, when they are due.
        case paced(Pacer)

        /// Change a slot's ticket as soon as the last change is answered.
        case windowed
    }

    /// After how long a rejected command of a full window is followed by the next: a gateway that refuses is not
    /// to be asked as fast as it can refuse.
    static let rejectionPause = TimeAmount.milliseconds(50)

    /// What it does.
    var work = Work.none

    /// The commands under way.
    var slots: CommandSlots

    /// The tickets, one for each slot.
    let tickets: [TicketID]

    /// The agents, one for each sender; without a board none.
    var agents: [BoardAgent]

    /// The sockets, in the order of the slots.
    let sockets: [LoadSocket]

    /// What the sockets share with others of their loop.
    let loop: LoadLoop

    /// What is to be done.
    let plan: LoadPlan

    /// Which agent may take which ticket.
    let shares: BoardTickets

    /// The number of tickets that were to be made.
    private(set) var ticketsMade: Int64 = 0

    /// The numbers of the senders in the whole test.
    private let senders: Range<Int>

    private let run = UUID()
    private var touched: [Int] = []
    private var isWaking = false

    /// The desk of the senders `sockets`, which have the numbers `senders` in the whole test, and are the users with the
    /// numbers `users`.
    init(
        _ sockets: [LoadSocket],
        senders: Range<Int>,
        users: [Int],
        loop: LoadLoop,
        plan: LoadPlan
    ) {
        self.sockets = sockets
        self.senders = senders
        self.loop = loop
        self.plan = plan
        slots = CommandSlots(senders: sockets.count, window: plan.window)
        tickets = (0..<slots.count).map { _ in TicketID.random() }
        let isBoard = plan.scenario == .board
        agents = isBoard ? sockets.map { _ in BoardAgent() } : []
        shares = BoardTickets(users: users, tickets: tickets.count)
        for socket in sockets { socket.desk = self }
    }

    // MARK: The work

    /// Makes a ticket for each slot.
    ///
    /// - Returns: a future that fails with a `LoadFailure` if a ticket cannot be made.
    func makeTickets() -> EventLoopFuture<Void> {
        let promise = loop.eventLoop.makePromise(of: Void.self)
        for (index, socket) in sockets.enumerated() where socket.phase != .following {
            slots.abandon(sender: index)
        }
        var left = 0
        work = .making(promise, left: 0)
        while let command = slots.begin(due: MonotonicClock.now) {
            left += 1
            let slot = Int(command.number.slot)
            let draft = TicketDraft(
                id: tickets[slot],
                title: plan.test.title(
                    ofTicket: senders.lowerBound * plan.window + slot + 1,
                    of: plan.senders * plan.window
                ),
                description: marked(.prepare, version: 1, due: command.due)
            )
            send(.createTicket(draft), command.number)
        }
        flush()
        ticketsMade = Int64(left)
        guard left > 0 else {
            // The coordinator knows whether another process's senders got in.
            work = .none
            promise.succeed()
            return promise.futureResult
        }
        work = .making(promise, left: left)
        return promise.futureResult
    }

    /// Begins to change tickets.
    func start() {
        if plan.scenario.hasRate {
            let time = loop.measured
            let share = ScheduleShare(senders: senders, of: plan.senders)
            work = .paced(Pacer(plan.rate, share: share, start: time.start, end: time.end))
            wake(at: time.start)
        } else {
            work = .windowed
            let start = NIODeadline.uptimeNanoseconds(loop.measured.start)
            loop.eventLoop.assumeIsolated().scheduleTask(deadline: start) { self.fillWindow() }
        }
    }

    /// Changes nothing any more; answers still come.
    func stop() {
        work = .none
    }

    /// A sender's socket is gone.
    func senderEnded(_ socket: LoadSocket) {
        guard let sender = sockets.firstIndex(where: { $0 === socket }) else { return }
        slots.abandon(sender: sender)
        if case .making(let promise, _) = work {
            work = .none
            promise.fail(
                LoadFailure(
                    "A gateway closed a sender's socket before the test began.",
                    mayLeaveTickets: true
                )
            )
        }
    }

    /// Sends what is due, and comes back when more is.
    func pump() {
        guard case .paced(var pacer) = work else { return }
        let now = MonotonicClock.now
        var next: UInt64?
        // What is due while no slot is free waits in the schedule, and is late when it is sent.
        // Whoever is answered next calls again.
        while next == nil, canBegin {
            switch pacer.step(now: now) {
            case .send(let due): begin(due: due)
            case .wait(let time): next = time
            case .over: next = .max
            }
        }
        work = .paced(pacer)
        flush()
        if let next, next != .max { wake(at: next) }
    }

    /// How many changes are due and cannot be sent, since everything that could be under way is.
    func unsent() -> Int64 {
        guard case .paced(var pacer) = work else { return 0 }
        var count: Int64 = 0
        while case .send = pacer.step(now: MonotonicClock.now) { count += 1 }
        return count
    }

    /// Whether everything that was due is sent, and everything that was sent is answered.
    func isDone() -> Bool {
        guard slots.unanswered == 0, agents.allSatisfy(\.isAway) else { return false }
        guard case .paced(let pacer) = work else { return true }
        return pacer.peek(now: MonotonicClock.now) == .over
    }

    private var canBegin: Bool {
        agents.isEmpty
            ? slots.hasFree
            : agents.indices.contains { isFree($0) }
    }

    /// Whether the agent has no round under way, and could begin one.
    func isFree(_ agent: Int) -> Bool {
        agents[agent].isAway && sockets[agent].phase == .following
    }

    private func wake(at time: UInt64) {
        guard !isWaking else { return }
        isWaking = true
        loop.eventLoop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(time)) {
            self.isWaking = false
            self.pump()
        }
    }

    private func begin(due: UInt64) {
        if plan.scenario == .board {
            beginRound(due: due)
        } else if let command = slots.begin(due: due) {
            change(command)
        }
    }

    /// Sends a change from every slot that is free.
    func fillWindow() {
        guard case .windowed = work else { return }
        let now = MonotonicClock.now
        guard now < loop.measured.end else { return }
        while let command = slots.begin(due: now) { change(command) }
        flush()
    }

    // MARK: Sending

    /// Changes the description of a slot's ticket: its marker says when that was due.
    func change(_ command: CommandSlots.Command) {
        let description = marked(
            .measure,
            version: command.version + 1,
            due: command.due
        )
        send(
            .updateTicket(command, tickets, TicketEdit(description: description)),
            command.number
        )
        if loop.measured.contains(command.due) { loop.tally.sent += 1 }
    }

    /// The description of a change, with its mark.
    func marked(_ phase: SendMarker.Phase, version: Int64, due: UInt64) -> String {
        loop.marker.description(
            of: plan.test,
            phase,
            version: version,
            due: due,
            bytes: plan.descriptionBytes
        )
    }

    /// Sends a command from its slot's socket.
    func send(_ message: ClientMessage, _ number: CommandNumber) {
        let sender = slots.sender(of: number.slot)
        let envelope = ClientEnvelope(requestID: number.requestID(ofRun: run), message: message)
        sockets[sender].write(envelope.encoded())
        touched.append(sender)
    }

    /// Lets what was written go out.
    func flush() {
        for sender in touched { sockets[sender].flush() }
        touched.removeAll(keepingCapacity: true)
    }
}

extension ClientMessage {
    /// The change of a slot's ticket.
    fileprivate static func updateTicket(
        _ command: CommandSlots.Command,
        _ tickets: [TicketID],
        _ edit: TicketEdit
    ) -> ClientMessage {
        .updateTicket(tickets[Int(command.number.slot)], version: command.version, edit)
    }
}
