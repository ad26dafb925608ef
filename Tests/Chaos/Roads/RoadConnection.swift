import DequeModule
import Glibc
import NIOCore
import NIOPosix

/// One connection over a road: what comes from the one end goes to the other, as the road's condition wills.
// Invariant: everything but `eventLoop` is touched on the event loop that both channels have.
final class RoadConnection: @unchecked Sendable {
    /// How many bytes may wait to be handed on; beyond that the sender is not read.
    static let waitingBytesMaximum = 1024 * 1024

    private struct Lane {
        var channel: (any Channel)?
        /// What has come from this channel and waits to go to the other.
        var waiting: Deque<(due: NIODeadline, bytes: ByteBuffer)> = []
        var waitingBytes = 0
        var hasEnded = false
        var isReading = true
    }

    /// Where all of it happens.
    let eventLoop: any EventLoop

    private let state: RoadState
    private let serverPort: Int
    private var client = Lane()
    private var server = Lane()
    private var dropper: MessageDropper?
    private var isConnecting = false
    private var hasSwallowed = false
    private var isOver = false

    /// The connection of `channel`, which has just come in; it leads to `serverPort` of the loopback.
    init(_ channel: any Channel, state: RoadState, serverPort: Int, dropsMessages: Bool) {
        eventLoop = channel.eventLoop
        self.state = state
        self.serverPort = serverPort
        dropper = dropsMessages ? MessageDropper() : nil
        client.channel = channel
    }

    /// Begins, as the road's condition wills.
    func start() {
        state.add(self)
        switch state.condition {
        case .refusing: reset()
        case .open, .delayed: connect()
        case .frozen, .swallowing: updateReading()
        }
    }

    /// Bytes have come from `end`.
    func arrived(_ bytes: ByteBuffer, from end: RoadEnd) {
        // Behind what has disappeared nothing may arrive, as on no TCP connection: it is about to be cut.
        guard !isOver, !hasSwallowed else { return }
        var bytes = bytes
        if end == .server, var dropper {
            let kept = state.filter(Array(bytes.readableBytesView), with: &dropper)
            self.dropper = dropper
            guard !kept.isEmpty else { return }
            bytes = ByteBuffer(bytes: kept)
        }
        let now = NIODeadline.now()
        var due = now
        switch state.condition {
        case .open, .refusing, .frozen: break
        case .delayed(let delay): due = now + TimeAmount(delay)
        case .swallowing:
            hasSwallowed = true
            state.addLoss()
            return
        }
        change(end) { lane in
            // What was sent later does not arrive earlier, also when the delay shrinks.
            lane.waiting.append((max(due, lane.waiting.last?.due ?? due), bytes))
            lane.waitingBytes += bytes.readableBytes
        }
        handOn(from: end)
    }

    /// Nothing more comes from `end`.
    func ended(_ end: RoadEnd) {
        change(end) { $0.hasEnded = true }
        handOn(from: end)
    }

    /// More can be written to `end`, or less.
    func writabilityChanged(at end: RoadEnd) {
        updateReading()
    }

    /// The road has changed.
    func conditionChanged(from old: RoadCondition) {
        guard !isOver else { return }
        if case .swallowing = old, hasSwallowed || server.channel == nil {
            reset()
            return
        }
        connect()
        handOn(from: .client)
        handOn(from: .server)
        updateReading()
    }

    /// Cuts it: both ends are reset, as when a machine in between is switched off and on.
    func reset() {
        guard !isOver else { return }
        isOver = true
        for channel in [client.channel, server.channel].compactMap(\.self) {
            // With this, close sends RST in place of FIN (socket(7), SO_LINGER).
            let lingering = (channel as? any SocketOptionProvider)?
                .setSoLinger(linger(l_onoff: 1, l_linger: 0))
            if let lingering {
                lingering.whenComplete { _ in channel.close(promise: nil) }
            } else {
                channel.close(promise: nil)
            }
        }
        state.remove(self)
    }

    // MARK: On the event loop

    private func connect() {
        guard !isOver, !isConnecting else { return }
        switch state.condition {
        case .frozen, .swallowing: return
        case .open, .delayed, .refusing: break
        }
        isConnecting = true
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    self.server.channel = channel
                    try channel.pipeline.syncOperations.addHandler(RoadHandler(.server, of: self))
                }
            }
            .connect(host: "127.0.0.1", port: serverPort)
            .whenComplete { result in
                switch result {
                case .success where self.isOver: self.server.channel?.close(promise: nil)
                case .success:
                    self.handOn(from: .client)
                    self.updateReading()
                case .failure: self.reset()
                }
            }
    }

    private func handOn(from end: RoadEnd) {
        guard !isOver, state.condition != .frozen else { return }
        let now = NIODeadline.now()
        guard let target = lane(end.other).channel, target.isActive else {
            if lane(end).hasEnded { finish(target: nil) }
            return
        }
        var wrote = false
        while let first = lane(end).waiting.first, first.due <= now {
            change(end) { lane in
                lane.waiting.removeFirst()
                lane.waitingBytes -= first.bytes.readableBytes
            }
            target.write(first.bytes, promise: nil)
            wrote = true
        }
        if wrote { target.flush() }
        if let next = lane(end).waiting.first {
            eventLoop.scheduleTask(deadline: next.due) { self.handOn(from: end) }
        } else if lane(end).hasEnded {
            finish(target: target)
        }
        updateReading()
    }

    private func finish(target: (any Channel)?) {
        guard !isOver else { return }
        isOver = true
        target?.close(promise: nil)
        client.channel?.close(promise: nil)
        server.channel?.close(promise: nil)
        state.remove(self)
    }

    private func updateReading() {
        for end in [RoadEnd.client, .server] {
            guard let channel = lane(end).channel, channel.isActive else { continue }
            let wanted = mayRead(end)
            guard wanted != lane(end).isReading else { continue }
            change(end) { $0.isReading = wanted }
            channel.setOption(.autoRead, value: wanted).whenFailure { _ in }
        }
    }

    private func mayRead(_ end: RoadEnd) -> Bool {
        switch state.condition {
        case .frozen: false
        case .swallowing: true
        case .open, .delayed, .refusing:
            lane(end).waitingBytes < Self.waitingBytesMaximum
                && (lane(end.other).channel?.isWritable ?? true)
        }
    }

    private func lane(_ end: RoadEnd) -> Lane {
        switch end {
        case .client: client
        case .server: server
        }
    }

    private func change(_ end: RoadEnd, _ body: (inout Lane) -> Void) {
        switch end {
        case .client: body(&client)
        case .server: body(&server)
        }
    }
}
