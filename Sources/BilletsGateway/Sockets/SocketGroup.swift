import Billets
import BilletsDeflate
import BilletsWire
import Logging
import NIOCore

/// The sockets of one event loop: what is meant for all of them passes by each of them in one go.
///
/// It owns its loop's sockets and where its loop stands in the stream. It knows the command desk and the
/// updater, to which it hands what its sockets ask.
///
/// Invariant: everything but `post` and `mailbox` is touched on `eventLoop` alone; that is why the class
/// is Sendable without the compiler's proof.
final class SocketGroup: @unchecked Sendable {
    /// What other threads tell the sockets of this loop.
    enum Mail: MailboxMail {
        /// These changes come next.
        case events(FrameBatch)

        /// There was no room for the changes up to this one: whoever needs them asks for them.
        case eventsMissed(through: Revision)

        /// A command of this socket was carried out, or not.
        case answer(SocketReference, ServerMessage)

        /// This socket's question for its place in the stream is answered.
        case catchUp(SocketReference, CatchUp)

        /// The history of the database is another one: everybody comes back, and starts over here.
        case startOver(Cursor)

        /// The sessions of which this is true are dead before their time.
        case ended(@Sendable (Session) -> Bool)

        /// The gateway stops, since this moment: everybody is asked to go elsewhere, and whoever stays is sent
        /// away, a few at a time.
        case drain(DrainTiming, from: ContinuousClock.Instant)

        /// The gateway stops now: whoever is still here is sent away.
        case sendAllAway
    }

    /// How many bytes of events one pass writes to a socket at once, roughly.
    static let passBytesTarget = 128 * 1024

    /// The loop on which the sockets live.
    let eventLoop: any EventLoop

    /// What all sockets of the gateway have in common.
    let shared: SocketSurroundings

    /// What the sockets of this loop have done.
    let tally = SocketTally()

    /// Inflates the messages of those sockets of this loop that negotiated compression.
    private(set) lazy var inflater = Inflater(
        messageBytesMaximum: shared.limits.messageBytesMaximum
    )

    /// Compresses what one of them alone is told.
    private(set) lazy var compressor = FrameCompressor(.quick)

    private let mailbox: Mailbox<Mail>
    private var roster = SocketRoster()
    private var holding: [SocketHandler] = []
    private var desk: CommandDesk?
    private var ticking: RepeatedTask?
    private var sendingAway: RepeatedTask?
    private var stream: PassingStream
    private var pace = PassPace(now: .now)
    private var waitsToPass = false

    /// What sockets are told while the gateway stops; nil while it does not.
    private(set) var draining: ServerMessage?

    /// How many seconds this loop has counted.
    private(set) var second: UInt32 = 0

    /// The time of day at the last second.
    private(set) var now: Timestamp

    /// A group without sockets, whose first change will be the one after `cursor`.
    init(_ shared: SocketSurroundings, cursor: Cursor, eventLoop: any EventLoop) {
        self.shared = shared
        stream = PassingStream(after: cursor)
        self.eventLoop = eventLoop
        now = shared.clock.now()
        mailbox = Mailbox(on: eventLoop)
    }

    private var sockets: ContiguousArray<SocketHandler> { roster.sockets }

    /// What each socket may cost.
    var limits: SocketLimits { shared.limits }

    /// Up to where the changes have passed by the sockets.
    var cursor: Cursor {
        stream.cursor
    }

    /// Tells the group something; from any thread, never blocks.
    func post(_ mail: Mail) {
        mailbox.post(mail)
    }

    /// Begins to count seconds, and to hand commands to `desk`.
    func start(_ desk: CommandDesk) {
        mailbox.deliver { [weak self] mail in self?.receive(mail) }
        eventLoop.execute {
            self.desk = desk
            self.ticking = self.eventLoop.scheduleRepeatedTask(
                initialDelay: .seconds(1),
                delay: .seconds(1)
            ) { _ in self.tick() }
        }
    }

    /// Ends: nothing comes any more.
    func stop() {
        mailbox.close()
        eventLoop.execute {
            self.ticking?.cancel()
            self.ticking = nil
            self.sendingAway?.cancel()
            self.sendingAway = nil
            self.desk = nil
        }
    }

    private func receive(_ mail: [Mail]) {
        for each in mail { handle(each) }
        releaseAnswers()
        passWhenRested()
    }

    private func releaseAnswers() {
        for socket in holding { socket.release() }
        holding.removeAll(keepingCapacity: true)
    }

    /// Lets what has been gathered pass by the sockets, now or when the loop has rested.
    private func passWhenRested() {
        guard stream.hasGathered, !waitsToPass else { return }
        guard let end = pace.rest(at: .now) else { return offer(stream.pass()) }
        waitsToPass = true
        eventLoop.scheduleTask(in: TimeAmount(end - .now)) {
            self.waitsToPass = false
            self.offer(self.stream.pass())
        }
    }

    private func offer(_ batch: FrameBatch?) {
        guard let batch else { return }
        // What was said before goes first.
        releaseAnswers()
        let start = ContinuousClock.now
        for (socket, fall) in roster.pass(batch, tally) { socket.offer(batch, after: fall) }
        pace.passed(batch.count, from: start, to: .now)
        shared.metrics.take(tally)
        shared.metrics.passed(committedAt: batch.committedAt, at: shared.clock.now())
    }

    private func handle(_ mail: Mail) {
        switch mail {
        case .answer(let socket, let message):
            let handler = socket.handler.value
            if handler.answered(message) { holding.append(handler) }
        case .events(let next): offer(stream.gather(next))
        case .eventsMissed(let revision):
            offer(stream.pass())
            stream.miss(through: revision)
            for socket in sockets { socket.missed(through: revision) }
        case .catchUp(let socket, let answer): socket.handler.value.answered(answer)
        case .startOver(let cursor):
            offer(stream.pass())
            stream.startOver(at: cursor)
            for socket in sockets { socket.close(.serviceRestart) }
        case .ended(let hasEnded):
            for socket in sockets where hasEnded(socket.session) { socket.close(.sessionEnded) }
        case .drain(let timing, let start):
            drain(timing, from: start)
        case .sendAllAway:
            for socket in sockets { socket.sendAway() }
        }
    }

    private func tick() {
        second += 1
        now = shared.clock.now()
        for socket in sockets { socket.tick() }
        tally.unsent(bytes: sockets.reduce(0) { $0 + $1.phase.unsentBytes })
        shared.metrics.take(tally)
    }

    private func drain(_ timing: DrainTiming, from start: ContinuousClock.Instant) {
        let message = ServerMessage.draining(reconnectAfter: timing.reconnectAfter)
        draining = message
        for socket in sockets { socket.askToLeave(message) }
        let pace = DrainPace(timing)
        let step = TimeAmount(DrainPace.step)
        sendingAway = eventLoop.scheduleRepeatedTask(initialDelay: step, delay: step) { _ in
            self.sendSomeAway(pace, after: start.duration(to: .now))
        }
    }

    private func sendSomeAway(_ pace: DrainPace, after elapsed: Duration) {
        guard pace.hasBegun(after: elapsed) else { return }
        let remaining = sockets.filter(\.phase.isOpen)
        for socket in remaining.prefix(pace.quota(of: remaining.count, after: elapsed)) {
            socket.sendAway()
        }
    }
}

// MARK: What the sockets ask

extension SocketGroup {
    /// Takes a socket in.
    func add(_ socket: SocketHandler) {
        roster.add(socket)
        shared.presence.arrived(socket.session.user.id)
        shared.demand.arrived(socket.form)
        shared.metrics.opened()
        log("A socket was opened", of: socket)
    }

    /// Lets a socket go.
    func remove(_ socket: SocketHandler) {
        guard roster.remove(socket) else { return }
        shared.presence.departed(socket.session.user.id)
        shared.demand.departed(socket.form)
        shared.metrics.departed()
        log("A socket has ended", of: socket)
    }

    /// Lets passes send straight to a socket, which has seen everything up to `through`.
    func joinFastPath(
        _ socket: SocketHandler,
        _ descriptor: FastPath.Descriptor,
        through: Revision
    ) {
        roster.joinFastPath(socket, descriptor, through: through)
    }

    /// Makes passes leave a socket to its handler.
    ///
    /// - Returns: what it has seen; nil if they did already.
    func leaveFastPath(_ socket: SocketHandler) -> Revision? {
        roster.leaveFastPath(socket)
    }

    /// The greeting of a new socket.
    func welcome(_ user: User, connectionID: String) -> Welcome {
        Welcome(
            connectionID: connectionID,
            node: shared.node,
            user: user,
            cursor: cursor,
            leaseDuration: shared.leaseDuration
        )
    }

    /// Hands a command to the store; its answer comes back to `socket`.
    func submit(_ request: CommandRequest, from socket: SocketReference) {
        desk?.submit(request) { [mailbox] result in
            let message: ServerMessage
            switch result {
            case .success(let acceptance):
                message = .accepted(
                    requestID: request.requestID,
                    revision: acceptance.revision,
                    ticket: acceptance.ticket
                )
            case .failure(let rejection):
                message = .rejected(requestID: request.requestID, rejection)
            }
            mailbox.post(.answer(socket, message))
        }
    }

    /// Hands a question for a place in the stream to the updater.
    func ask(_ request: CatchUpRequest<SocketReference>) {
        desk?.updater.post(.request(request))
    }
}
