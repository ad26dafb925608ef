import BilletsWire
import Synchronization

/// How the gateway's dependencies are, for readiness: written by the updater, read by HTTP.
final class GatewayHealth: Sendable {
    /// What is known of one dependency.
    typealias State = DependencyHealth

    private struct Contents {
        var store = State.unwell("The store has not answered yet.")
        var bus = State.unwell("The bus has not answered yet.")
        var hasCaughtUp = false
        var isDraining = false
    }

    private let contents = Mutex(Contents())

    /// Notes how the bus is.
    func bus(_ state: State) {
        contents.withLock { $0.bus = state }
    }

    /// Notes how the store is, and whether the gateway has delivered all that it holds.
    ///
    /// - Returns: whether that is news.
    @discardableResult
    func store(_ state: State, hasCaughtUp: Bool?) -> Bool {
        contents.withLock { contents in
            if hasCaughtUp == true { contents.hasCaughtUp = true }
            defer { contents.store = state }
            return contents.store != state
        }
    }

    /// Notes that the gateway is about to stop.
    func drain() {
        contents.withLock { $0.isDraining = true }
    }

    /// Whether the gateway is about to stop.
    var isDraining: Bool {
        contents.withLock { $0.isDraining }
    }

    /// What `/readyz` answers.
    func readiness(node: String) -> Readiness {
        contents.withLock { contents in
            Readiness(
                node: node,
                store: contents.hasCaughtUp || contents.store != .well
                    ? contents.store : .unwell("The gateway is still reading the latest events."),
                bus: contents.bus,
                isDraining: contents.isDraining
            )
        }
    }
}
