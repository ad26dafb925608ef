public import Billets
public import BilletsWire
public import Logging
public import Metrics
public import ServiceLifecycle

/// The bus of a cluster: a Redis channel, spoken to through hiredis.
///
/// One thread of its own does all the work, so that nobody who publishes ever waits for Redis, for the
/// resolver or for a signature. It reconnects by itself, for ever.
public final class RedisEventBus: EventBus, Service {
    private let address: RedisAddress
    private let password: Secret?
    private let settings: RedisBusSettings
    private let metrics: any MetricsFactory
    private let logger: Logger
    private let inbox: BusInbox

    /// A bus that connects once it runs and has been joined.
    ///
    /// - Parameters:
    ///   - address: where Redis is, and as whom to log in.
    ///   - password: from a file or from the environment; nil does not log in, unless `address` names
    ///     a user.
    ///   - settings: times and bounds.
    ///   - metrics: what keeps its figures.
    ///   - logger: is told when the bus becomes well or unwell, and what it dropped.
    public init(
        address: RedisAddress,
        password: Secret?,
        settings: RedisBusSettings = RedisBusSettings(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger
    ) {
        self.address = address
        self.password = password
        self.settings = settings
        self.metrics = metrics
        self.logger = logger
        inbox = BusInbox(settings)
    }

    /// What it has done since it was made.
    public var statistics: RedisBusStatistics {
        inbox.statistics
    }

    /// Begins to listen to the events of a database, once the bus runs; called once.
    ///
    /// `receive` is called on the bus's own thread. All events that one read from Redis brought in
    /// come as one signal. Before the first signal about health the bus is still connecting.
    public func join(
        _ identity: StoreIdentity,
        receive: @escaping @Sendable (BusSignal) -> Void
    ) {
        inbox.join(BusInbox.Membership(identity: identity, receive: receive))
    }

    /// Takes in the events of the history `epoch` from now on, and drops those of every other.
    ///
    /// What came of it before is lost here: whoever follows a history has read it from the store so far.
    public func follow(_ epoch: Epoch) {
        inbox.follow(epoch)
    }

    /// Sends committed changes to every gateway, in this order; never blocks.
    ///
    /// While the bus connects they wait, bounded in number and in bytes, and the oldest make room;
    /// while Redis is away they are dropped. Both are counted.
    public func publish(_ events: [WireEvent]) {
        inbox.publish(events)
    }

    /// Carries events until the task is cancelled or its services shut down gracefully; called once.
    ///
    /// - Throws: `unavailable` if the process has no descriptors or threads left to begin with.
    public func run() async throws {
        let wakeUp = try WakeUp()
        inbox.begin(wakeUp)
        defer { inbox.end() }
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await runThread(wakeUp)
        } onCancelOrGracefulShutdown: {
            self.inbox.stop()
        }
    }

    private func runThread(_ wakeUp: WakeUp) async throws {
        var thread: BusThread?
        let result: Result<Void, Rejection> = await withCheckedContinuation { continuation in
            do throws(Rejection) {
                thread = try BusThread {
                    continuation.resume(returning: self.work(wakeUp))
                }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        thread?.join()
        try result.get()
    }

    private func work(_ wakeUp: WakeUp) -> Result<Void, Rejection> {
        Result { () throws(Rejection) in
            let loop = try BusLoop(
                address: address,
                password: password,
                settings: settings,
                inbox: inbox,
                wakeUp: wakeUp,
                metrics: metrics,
                logger: logger
            )
            loop.run()
        }
    }
}
