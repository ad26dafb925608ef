import Billets
import BilletsWire
import NIOCore

/// What answers lead to.
extension SenderDesk {
    /// The command `number` was carried out.
    func accepted(_ number: CommandNumber, _ now: UInt64) {
        guard let due = slots.accept(number, bumpsVersion: agents.isEmpty || isPreparing) else {
            return
        }
        switch work {
        case .making: countDown()
        case .none, .paced, .windowed:
            measure(due, now)
            loop.tally.accepted += 1
            if loop.measured.contains(now) { loop.tally.measuredAccepted += 1 }
            goOn(number, accepted: true, now)
        }
    }

    /// The command `number` changed nothing.
    func rejected(_ number: CommandNumber, _ rejection: Rejection, _ now: UInt64) {
        guard let due = slots.reject(number, presentVersion: rejection.ticket?.version) else {
            return
        }
        switch work {
        case .making(let promise, _):
            work = .none
            promise.fail(LoadFailure(rejection))
        case .none, .paced, .windowed:
            measure(due, now)
            goOn(number, accepted: false, now)
        }
    }

    /// A part of the board has come, for an agent who looks at it.
    func looked(_ socket: LoadSocket, _ bytes: Span<UInt8>, more: Bool, _ now: UInt64) {
        guard let sender = agent(of: socket) else { return }
        let id = tickets[agents[sender].ticket].description
        let version = MessageScanner.version(ofTicket: id, in: bytes)
        perform(agents[sender].look(version: version, more: more), of: sender, now)
    }

    /// The board was not shown to an agent who wanted to look at it.
    func refusedToShow(_ socket: LoadSocket, _ now: UInt64) {
        guard let sender = agent(of: socket) else { return }
        perform(agents[sender].reject(), of: sender, now)
    }

    /// Begins a round of an agent who has none under way.
    func beginRound(due: UInt64) {
        var generator = SystemRandomNumberGenerator()
        let idle = agents.indices.filter { isFree($0) }
        guard let sender = idle.randomElement(using: &generator) else { return }
        let ticket = shares.ticket(for: sender, using: &generator)
        perform(agents[sender].begin(ticket: ticket, due: due), of: sender, MonotonicClock.now)
    }

    private var isPreparing: Bool {
        if case .making = work { true } else { false }
    }

    private func agent(of socket: LoadSocket) -> Int? {
        guard !agents.isEmpty else { return nil }
        return sockets.firstIndex { $0 === socket }
    }

    private func measure(_ due: UInt64, _ now: UInt64) {
        if loop.measured.contains(due), now >= due { loop.tally.answers.record(now - due) }
    }

    private func countDown() {
        switch work {
        case .making(let promise, let left):
            work = left > 1 ? .making(promise, left: left - 1) : .none
            if left == 1 { promise.succeed() }
        case .none, .paced, .windowed: break
        }
    }

    private func goOn(_ number: CommandNumber, accepted: Bool, _ now: UInt64) {
        if !agents.isEmpty {
            let sender = slots.sender(of: number.slot)
            let action = accepted ? agents[sender].accept() : agents[sender].reject()
            perform(action, of: sender, now)
            return
        }
        switch work {
        case .none, .making: break
        case .paced: pump()
        case .windowed where accepted: fillWindow()
        case .windowed:
            loop.eventLoop.assumeIsolated().scheduleTask(in: Self.rejectionPause) {
                self.fillWindow()
            }
        }
    }

    private func perform(_ action: BoardAgent.Action?, of sender: Int, _ now: UInt64) {
        guard let action else { return }
        let ticket = tickets[agents[sender].ticket]
        switch action {
        case .look:
            let envelope = ClientEnvelope(requestID: nil, message: .getTickets(since: nil))
            sockets[sender].write(envelope.encoded())
            sockets[sender].flush()
        case .lock: command(.lockTicket(ticket), of: sender, now)
        case .edit(let version):
            let text = marked(.measure, version: version + 1, due: now)
            let edit = TicketEdit(description: text)
            command(.updateTicket(ticket, version: version, edit), of: sender, now)
        case .unlock: command(.unlockTicket(ticket), of: sender, now)
        case .done(let due):
            if loop.measured.contains(due) { loop.tally.rounds.record(now - due) }
            pump()
        case .gaveUp:
            loop.tally.roundsGivenUp += 1
            pump()
        }
    }

    /// A command of an agent goes from the first of its slots, which is free: agents do one thing at a time.
    private func command(_ message: ClientMessage, of sender: Int, _ now: UInt64) {
        let slot = UInt16(clamping: sender * slots.window)
        guard let command = slots.begin(slot: slot, due: now) else { return }
        send(message, command.number)
        if loop.measured.contains(now) { loop.tally.sent += 1 }
        flush()
    }
}
