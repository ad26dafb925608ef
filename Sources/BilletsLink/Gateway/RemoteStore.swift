public import Billets
public import Logging
public import Metrics
public import ServiceLifecycle
import Synchronization

/// A store that another process keeps: each command and call goes there over one gRPC connection.
///
/// It connects, and connects again, by itself and for ever, while `run()` runs. Commands that were under way
/// when the link broke are sent again under the same request id. What fails because of the link, or takes
/// too long, is `unavailable`.
public final class RemoteStore: Service {
    /// Where the store process listens.
    public let address: LinkAddress

    let timing: LinkTiming
    let queue: CommandQueue

    /// The calls that hold names of nodes.
    let registrations = Mutex<[NodeInstance: Task<Void, Never>]>([:])

    private let secret: Secret?
    private let tls: GatewayTLS?
    private let metrics: LinkMetrics
    private let hasBeenUp = Mutex(false)
    private let logger: Logger
    private let state = Mutex(LinkState.down(.connecting))

    /// The store at `address`.
    ///
    /// - Parameters:
    ///   - address: where the store process listens.
    ///   - secret: what the store process was given too, if it was.
    ///   - tls: how to speak TLS with it, if it does; renewed files count from the next connection on.
    ///   - timing: how patient to be.
    ///   - metrics: what keeps its figures.
    ///   - logger: where it tells of outages.
    public init(
        address: LinkAddress,
        secret: Secret? = nil,
        tls: GatewayTLS? = nil,
        timing: LinkTiming = LinkTiming(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        logger: Logger
    ) {
        self.address = address
        self.secret = secret
        self.tls = tls
        self.timing = timing
        self.metrics = LinkMetrics(metrics)
        self.logger = logger
        queue = CommandQueue(patience: timing.commandPatience)
    }

    /// Keeps the link until graceful shutdown or cancellation; afterwards everything is `unavailable`.
    ///
    /// On shutdown it waits for the answers that are still to come, for a while.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.keepLink() }
            group.addTask { await self.watchDeadlines() }
            // It throws when the task is cancelled; then nothing is waited for.
            if (try? await gracefulShutdown()) != nil {
                queue.closeDoor()
                await drain()
            }
            group.cancelAll()
        }
        queue.close()
        state.withLock { $0 = .down(.stopped) }
    }

    /// Whether there is a link, and over what.
    var link: LinkState { state.withLock { $0 } }

    private func keepLink() async {
        var generator = SystemRandomNumberGenerator()
        var backoff = LinkBackoff(minimum: timing.backoffMinimum, maximum: timing.backoffMaximum)
        while !Task.isCancelled {
            let trouble = await attemptLink()
            if Task.isCancelled { break }
            if lose(trouble) { backoff.reset() }
            let pause = backoff.pause(using: &generator)
            do { try await Task.sleep(for: pause) } catch { break }
        }
    }

    private func attemptLink() async -> LinkTrouble {
        do {
            let client = try StoreClient(
                address: address,
                secret: secret,
                tls: tls?.reread(),
                timing: timing
            )
            let trouble = await LinkAttempt(
                client: client,
                queue: queue,
                timing: timing,
                onUp: { self.gain(client) }
            ).run()
            return client.distrust ?? trouble
        } catch {
            return LinkTrouble(error)
        }
    }

    private func gain(_ client: StoreClient) {
        let isGained = state.withLock { state in
            guard !client.end.isReached else { return false }
            state = .up(client)
            return true
        }
        guard isGained else { return }
        queue.linkUp()
        let isFirst = hasBeenUp.withLock { hasBeenUp in
            defer { hasBeenUp = true }
            return !hasBeenUp
        }
        metrics.gained(isFirst: isFirst)
        logger.info("The store is reached.", metadata: metadata)
    }

    /// Notes that there is no link, and says whether there was one.
    private func lose(_ trouble: LinkTrouble) -> Bool {
        let rejection = trouble.rejection
        let (wasUp, isNews) = state.withLock { state in
            defer { state = .down(trouble) }
            return switch state {
            case .up: (true, true)
            case .down(let before): (false, before.rejection.message != rejection.message)
            }
        }
        queue.linkDown(trouble)
        metrics.lost()
        var metadata = metadata
        metadata["cause"] = "\(rejection.cause ?? "")"
        // Each reason of an outage is told once; more vain attempts are for those who look closer.
        logger.log(level: isNews ? .warning : .debug, "\(rejection.message)", metadata: metadata)
        return wasUp
    }

    private func watchDeadlines() async {
        while (try? await Task.sleep(for: timing.watchInterval)) != nil {
            queue.expire()
        }
    }

    private func drain() async {
        let deadline = ContinuousClock.now + timing.drainPatience
        while !queue.isEmpty, ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: timing.callPause)
        }
    }

    private var metadata: Logger.Metadata { ["store": "\(address)"] }
}
