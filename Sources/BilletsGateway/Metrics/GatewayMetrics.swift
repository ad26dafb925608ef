import Billets
import Metrics

/// What a gateway counts of itself; the catalogue of families says what each means.
///
/// It knows swift-metrics alone, and is touched by any thread. What happens for each socket and event is counted in a
/// `SocketTally` first.
final class GatewayMetrics: Sendable {
    private let factory: any MetricsFactory
    private let sockets: Meter
    private let opens: Counter
    private let closes: [UInt16: Counter]
    private let evictions: Counter
    private let unsentBytes: Meter
    private let receivedMessages: Counter
    private let refusedMessages: [RejectionCode: Counter]
    private let sentBytes: Counter
    private let deliveries: Counter
    private let events: Counter
    private let eventLag: Timer
    private let commandTime: Timer
    private let commands: CommandCounters
    private let logInFailures: Counter

    /// What the updater counts.
    let updater: UpdaterMetrics

    /// How the gateway is.
    let health: HealthMetrics

    /// The close code of a socket that ended without a goodbye (RFC 6455, section 7.4.1).
    static let abnormalCode: UInt16 = 1006

    /// Counters that `factory` keeps.
    init(_ factory: any MetricsFactory) {
        func counter(_ name: String, _ labels: [(String, String)] = []) -> Counter {
            Counter(label: name, dimensions: labels, factory: factory)
        }
        self.factory = factory
        sockets = Meter(label: "les_billets_sockets", factory: factory)
        opens = counter("les_billets_socket_opens_total")
        let codes = Set(CloseReason.allCases.map(\.code) + [Self.abnormalCode])
        closes = Dictionary(
            codes.map { ($0, counter("les_billets_socket_closes_total", [("code", "\($0)")])) },
            uniquingKeysWith: { first, _ in first }
        )
        evictions = counter("les_billets_evictions_total")
        unsentBytes = Meter(label: "les_billets_unsent_bytes", factory: factory)
        receivedMessages = counter("les_billets_received_messages_total")
        refusedMessages = Dictionary(
            uniqueKeysWithValues: RejectionCode.allCases.map {
                ($0, counter("les_billets_refused_messages_total", [("code", $0.rawValue)]))
            }
        )
        sentBytes = counter("les_billets_sent_bytes_total")
        deliveries = counter("les_billets_deliveries_total")
        events = counter("les_billets_events_total")
        eventLag = Timer(label: "les_billets_event_lag_seconds", factory: factory)
        commandTime = Timer(label: "les_billets_command_seconds", factory: factory)
        commands = CommandCounters(factory)
        logInFailures = counter("les_billets_login_failures_total")
        updater = UpdaterMetrics(factory)
        health = HealthMetrics(factory)
    }

    // MARK: Sockets

    /// A socket was opened.
    func opened() {
        sockets.increment()
        opens.increment()
    }

    /// A socket is gone.
    func departed() {
        sockets.decrement()
    }

    /// A client was sent away, or said goodbye.
    func closed(_ reason: CloseReason) {
        closes[reason.code]?.increment()
        if reason == .slowConsumer { evictions.increment() }
    }

    /// A socket ended without a goodbye.
    func vanished() {
        closes[Self.abnormalCode]?.increment()
    }

    /// A message was refused before it became a command.
    func refused(_ code: RejectionCode) {
        refusedMessages[code]?.increment()
    }

    /// Takes over what the sockets of a loop have counted.
    func take(_ tally: SocketTally) {
        let counts = tally.take()
        if counts.messages > 0 { receivedMessages.increment(by: counts.messages) }
        if counts.sentBytes > 0 { sentBytes.increment(by: counts.sentBytes) }
        if counts.deliveries > 0 { deliveries.increment(by: counts.deliveries) }
        if counts.unsentBytesGrowth != 0 {
            unsentBytes.increment(by: Double(counts.unsentBytesGrowth))
        }
    }

    /// Changes up to one that was committed at `time` were handed to the sockets of a loop at `now`.
    func passed(committedAt time: Timestamp?, at now: Timestamp) {
        guard let time else { return }
        eventLag.recordMilliseconds(max(0, now.milliseconds(since: time)))
    }

    /// So many changes are on their way to the sockets.
    func delivered(_ count: Int) {
        events.increment(by: count)
    }

    // MARK: Commands and requests

    /// A command that came at `start` was answered.
    func answered(
        _ command: TicketCommand,
        _ code: RejectionCode?,
        since start: ContinuousClock.Instant
    ) {
        commands.count(command, code)
        commandTime.record(duration: start.duration(to: .now))
    }

    /// A request was answered; statuses are few, so that looking the counter up each time is good enough.
    func responded(status: Int) {
        Counter(
            label: "les_billets_http_requests_total",
            dimensions: [("code", "\(status)")],
            factory: factory
        ).increment()
    }

    /// Somebody was not let in, since e-mail and password do not belong together.
    func logInFailed() {
        logInFailures.increment()
    }
}
