import NIOCore
import NIOPosix

/// What the sockets of one event loop share: they are opened, counted and measured here.
///
/// It belongs to its event loop; others reach it by `LoadLoopReference`.
final class LoadLoop {
    /// How often sockets that take too long to get in are looked for.
    static let watchInterval = TimeAmount.milliseconds(500)

    /// After how long a socket of a storm that was refused tries again.
    static let retryInterval = TimeAmount.milliseconds(100)

    /// What was counted since the last harvest.
    var tally = LoadTally()

    /// The time that is measured.
    var measured = MeasuredTime()

    /// When the latest changes were due.
    var times = EventTimes()

    /// The highest revision that was seen, in an event or an answer.
    var highest: Int64 = 0

    /// The marker of this machine.
    let marker = SendMarker()

    /// What the sockets read into.
    let readBuffer: SharedReadBuffer

    /// The event loop.
    let eventLoop: any EventLoop

    /// The sockets.
    private(set) var sockets: [LoadSocket] = []

    private let gate: LoadGate
    private let measuredTest: MeasuredTest
    private let patience: UInt64
    private var opening: OpeningQueue
    private var whenIdle: EventLoopPromise<Void>?
    private var stormStart: UInt64?
    private var awaited = 0
    private var isClosing = false
    private var isWatching = false
    private var wakeUp: UInt64?

    /// The sockets of `eventLoop`, which come in through `gate`.
    init(
        on eventLoop: any EventLoop,
        gate: LoadGate,
        measuredTest: MeasuredTest,
        handshakesMaximum: Int,
        patience: Double
    ) {
        self.eventLoop = eventLoop
        self.gate = gate
        self.measuredTest = measuredTest
        self.patience = UInt64(patience * 1e9)
        readBuffer = SharedReadBuffer(on: eventLoop)
        opening = OpeningQueue(underWayMaximum: handshakesMaximum)
    }

    /// The request that opens `socket`.
    func handshake(of socket: LoadSocket) -> [UInt8] { gate.handshake(ofSocket: socket.number) }

    /// Opens the sockets with these numbers, `rate` a second.
    ///
    /// - Returns: a future that is there when each has got in or failed.
    func open(_ numbers: [Int], rate: Double) -> EventLoopFuture<Void> {
        let first = sockets.count
        for (offset, number) in numbers.enumerated() {
            sockets.append(LoadSocket(number: number, place: first + offset, loop: self))
        }
        opening.add(first..<sockets.count, rate: rate, now: MonotonicClock.now)
        let promise = eventLoop.makePromise(of: Void.self)
        whenIdle = promise
        pump()
        watch()
        return promise.futureResult
    }

    /// All sockets vanish, and come back at once.
    ///
    /// - Returns: how many.
    func storm() -> Int {
        let now = MonotonicClock.now
        stormStart = now
        let places = sockets.filter { $0.phase == .following }.map(\.place)
        for place in places { sockets[place].drop() }
        awaited = places.count
        opening.add(places, rate: nil, now: now)
        pump()
        watch()
        return places.count
    }

    /// How many sockets of the storm have not seen all that they missed.
    var outstandingOfStorm: Int { awaited }

    /// No socket is opened any more; those that are on their way are given up.
    func stopOpening() {
        isClosing = true
        opening.clear()
        for socket in sockets where socket.phase != .closed && socket.phase != .following {
            socket.giveUp("stopped")
        }
        settleIfIdle()
    }

    /// Every socket says goodbye.
    func close() {
        isClosing = true
        opening.clear()
        for socket in sockets { socket.leave() }
    }

    /// How many events up to `revision` the sockets that follow have not got.
    func outstanding(upTo revision: Int64) -> Int64 {
        sockets.reduce(0) { sum, socket in
            socket.phase == .following
                ? sum + socket.checker.outstanding(upTo: revision) : sum
        }
    }

    /// What was counted since the last harvest.
    func harvest() -> LoadTally {
        defer { tally = LoadTally() }
        return tally
    }

    /// The time at which the change that `event` tells of was due, in nanoseconds; 0 if its latency is not measured.
    ///
    /// Measured are the changes of one test, within the measured time: not its preparation and its end, no other test, and
    /// nothing that people do.
    func timeMeasured(of event: Span<UInt8>) -> UInt64 {
        guard let mark = marker.mark(in: event), mark.phase == .measure,
            measured.contains(mark.due)
        else { return 0 }
        guard measuredTest.measures(mark.test) else {
            tally.foreign += 1
            return 0
        }
        return mark.due
    }

    // MARK: What sockets report

    /// `socket` follows the board.
    func followed(_ socket: LoadSocket, _ now: UInt64, isCaughtUp: Bool) {
        if stormStart == nil { tally.connects.record(now - socket.openedAt) }
        if isCaughtUp { caughtUp(now) }
        settle()
    }

    /// A socket has seen all that it had missed.
    func caughtUp(_ now: UInt64) {
        guard let stormStart, awaited > 0 else { return }
        awaited -= 1
        tally.catchUps.record(now - stormStart)
    }

    /// `socket` did not get in.
    func failed(_ socket: LoadSocket, _ reason: String) {
        if stormStart == nil {
            tally.failures[reason, default: 0] += 1
        } else if !isClosing {
            tally.retries += 1
            let place = socket.place
            eventLoop.assumeIsolated().scheduleTask(in: Self.retryInterval) { self.retry(place) }
        }
        settle()
    }

    private func retry(_ place: Int) {
        guard !isClosing else { return }
        opening.add([place], rate: nil, now: MonotonicClock.now)
        pump()
        watch()
    }

    private func settle() {
        opening.settle()
        pump()
        settleIfIdle()
    }

    private func settleIfIdle() {
        guard opening.isIdle, let promise = whenIdle else { return }
        whenIdle = nil
        promise.succeed()
    }

    // MARK: Opening

    private func pump() {
        let now = MonotonicClock.now
        while let place = opening.next(now: now) { connect(sockets[place], now) }
        guard let next = opening.nextTime(now: now), wakeUp == nil else { return }
        wakeUp = next
        eventLoop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(next)) {
            self.wakeUp = nil
            self.pump()
        }
    }

    private func connect(_ socket: LoadSocket, _ now: UInt64) {
        socket.open(now: now)
        gate.connect(
            socket.number,
            on: eventLoop,
            allocator: SharedReadAllocator(readBuffer),
            handler: NIOLoopBound(socket, eventLoop: eventLoop)
        )
        .assumeIsolated()
        .whenFailure { socket.failToConnect(FailureReason.of($0)) }
    }

    private func watch() {
        guard !isWatching else { return }
        isWatching = true
        eventLoop.assumeIsolated().scheduleTask(in: Self.watchInterval) {
            self.isWatching = false
            let now = MonotonicClock.now
            for socket in self.sockets
            where socket.phase != .closed && socket.phase != .following
                && now - socket.openedAt > self.patience
            {
                socket.giveUp("not in within \(self.patience / 1_000_000_000) s")
            }
            if !self.opening.isIdle { self.watch() }
        }
    }
}
