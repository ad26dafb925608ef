import Logging
import NIOCore

/// The HTTP connections of one event loop: looks at each of them once a second, so that none needs a timer of
/// its own.
///
/// Invariant: everything is touched on `eventLoop` alone, but `start` and `stop`, which go there; that is why the
/// class is Sendable without the compiler's proof.
final class ConnectionGroup: @unchecked Sendable {
    /// The loop on which the connections live.
    let eventLoop: any EventLoop

    /// What they may cost.
    let limits: ConnectionLimits

    /// The pages of other origins that may read answers.
    let crossOrigin: CrossOriginPolicy

    private var guards: ContiguousArray<RequestGuard> = []
    private var ticking: RepeatedTask?

    /// How many seconds this loop has counted.
    private(set) var second = 0

    /// A group without connections.
    init(
        limits: ConnectionLimits,
        crossOrigin: CrossOriginPolicy,
        eventLoop: any EventLoop
    ) {
        self.limits = limits
        self.crossOrigin = crossOrigin
        self.eventLoop = eventLoop
    }

    /// Begins to count seconds.
    func start() {
        eventLoop.execute {
            self.ticking = self.eventLoop.scheduleRepeatedTask(
                initialDelay: .seconds(1),
                delay: .seconds(1)
            ) { _ in self.tick() }
        }
    }

    /// Ends, and every connection with it.
    func stop() {
        eventLoop.execute {
            self.ticking?.cancel()
            self.ticking = nil
            // Each one that is dropped leaves the array.
            let guards = self.guards
            for each in guards { each.drop() }
        }
    }

    /// Takes a connection in.
    func add(_ guardian: RequestGuard) {
        guardian.place = guards.count
        guards.append(guardian)
    }

    /// Lets a connection go.
    func remove(_ guardian: RequestGuard) {
        let place = guardian.place
        guard guards.indices.contains(place), guards[place] === guardian,
            let last = guards.popLast()
        else { return }
        if last !== guardian {
            guards[place] = last
            last.place = place
        }
    }

    private func tick() {
        second += 1
        // Each one that is closed leaves the array.
        let guards = guards
        for each in guards { each.tick() }
    }
}
