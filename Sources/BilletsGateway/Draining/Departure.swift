import NIOCore
import ServiceLifecycle

/// A gateway on its way out, from the signal until all of its clients have gone: performs what `DrainTiming` and
/// `DrainPace` say.
struct Departure: Sendable {
    /// How often it looks whether everybody has gone, and whether there is haste.
    static let interval: Duration = .milliseconds(20)

    /// How long it takes.
    let timing: DrainTiming

    /// Whether it is to be quick.
    let haste: Haste

    /// Where it is noted.
    let health: GatewayHealth

    /// The sockets of each loop.
    let groups: [SocketGroup]

    /// How many sockets there are.
    let presence: Presence

    /// Who follows the events over HTTP.
    let feed: EventFeed

    /// Waits for the graceful shutdown of the gateway, and then until its clients have gone, or had the time to.
    ///
    /// - Returns: at once when the task is cancelled.
    func run() async {
        // It throws when the task is cancelled: then nobody is waited for.
        guard (try? await gracefulShutdown()) != nil else { return }
        health.announceDrain()
        await wait(timing.notice, orUntil: { haste.isWanted })
        let start = ContinuousClock.now
        health.drain(from: start, for: timing.drain)
        for group in groups { group.post(.drain(timing, from: start)) }
        await wait(timing.drain, orUntil: { haste.isWanted || isAlone })
        await sendAllAway()
    }

    /// Closes all sockets, and waits until their clients have gone, or had the time to.
    func sendAllAway() async {
        for group in groups { group.post(.sendAllAway) }
        health.endDrain()
        feed.wakeAll()
        let farewell = haste.isWanted ? timing.farewellInHaste : timing.farewell
        let sentAway = ContinuousClock.now
        await wait(farewell) {
            let isLate = haste.isWanted && ContinuousClock.now - sentAway >= timing.farewellInHaste
            return isLate || isAlone
        }
    }

    private var isAlone: Bool { presence.socketCount == 0 && feed.followers == 0 }

    private func wait(_ duration: Duration, orUntil condition: () -> Bool) async {
        let deadline = ContinuousClock.now + duration
        while !condition(), ContinuousClock.now < deadline,
            (try? await Task.sleep(
                for: min(Self.interval, ContinuousClock.now.duration(to: deadline))
            )) != nil
        {}
    }
}
