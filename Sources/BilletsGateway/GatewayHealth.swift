import Billets
import BilletsWire
import Synchronization

/// How the gateway's dependencies are, for readiness: written by updater and housekeeping, read by HTTP.
final class GatewayHealth: Sendable {
    /// What is known of one dependency.
    typealias State = DependencyHealth

    fileprivate struct Contents {
        var store = State.unwell("The store has not answered yet.")
        var refusedWrite: Rejection?
        var refusedWrites = 0
        var bus = State.unwell("The bus has not answered yet.")
        var hasCaughtUp = false
        var stage = Stage.serving
    }

    fileprivate enum Stage {
        case serving
        case announced
        case draining(since: ContinuousClock.Instant, for: Duration)
        case drained
    }

    private let node: String
    private let metrics: HealthMetrics
    private let contents = Mutex(Contents())

    /// The health of the gateway `node`, of which nothing is known yet.
    init(node: String, metrics: HealthMetrics) {
        self.node = node
        self.metrics = metrics
        metrics.tell(readiness)
    }

    /// Changes what is known, and tells the figures.
    private func change<Value>(_ body: (inout Contents) -> Value) -> Value {
        contents.withLock { contents in
            defer { metrics.tell(contents.readiness(node: node)) }
            return body(&contents)
        }
    }

    /// Notes how the bus is.
    func bus(_ state: State) {
        change { $0.bus = state }
    }

    /// Notes how the store is, and whether the gateway has delivered all that it holds.
    ///
    /// - Returns: whether that is news.
    @discardableResult
    func store(_ state: State, hasCaughtUp: Bool?) -> Bool {
        change { contents in
            if hasCaughtUp == true { contents.hasCaughtUp = true }
            defer { contents.store = state }
            return contents.store != state
        }
    }

    /// The number of writes that the store has refused so far.
    var refusedWrites: Int {
        contents.withLock { $0.refusedWrites }
    }

    /// Notes that the store took a report of this gateway, which it wrote, or which needed no writing.
    ///
    /// - Parameter refusedWrites: how many writes had been refused before the report was sent: if others were refused
    ///   since, it does not prove that the store can be written.
    /// - Returns: whether that is news.
    func reportTaken(after refusedWrites: Int) -> Bool {
        change { contents in
            guard contents.refusedWrites == refusedWrites else { return false }
            defer { contents.refusedWrite = nil }
            return contents.refusedWrite != nil
        }
    }

    /// Notes that the store refused a command or a report of this gateway, unless it only has too much to do, or wants
    /// a complete report.
    ///
    /// - Returns: whether the store has just become one that cannot be written.
    func writeRefused(_ rejection: Rejection) -> Bool {
        guard rejection.code == .unavailable, !rejection.isOfOverload,
            rejection.message != Rejection(incompleteReportOf: node).message
        else { return false }
        return change { contents in
            contents.refusedWrites += 1
            defer { contents.refusedWrite = rejection }
            return contents.refusedWrite == nil
        }
    }

    /// Notes that the gateway is about to stop: readiness says so, while whoever comes is served.
    func announceDrain() {
        change { $0.stage = .announced }
    }

    /// Notes that clients are being asked to go elsewhere, and that nobody new is taken in.
    func drain(from start: ContinuousClock.Instant, for duration: Duration) {
        change { $0.stage = .draining(since: start, for: duration) }
    }

    /// Notes that the time in which clients could go has passed.
    func endDrain() {
        change { $0.stage = .drained }
    }

    /// Whether sockets may be opened, and events be followed.
    var takesClients: Bool {
        switch contents.withLock({ $0.stage }) {
        case .serving, .announced: true
        case .draining, .drained: false
        }
    }

    /// Whether somebody may go on following the events whose moment to go is `share` of the time that clients
    /// have, from 0 to 1.
    func lets(_ share: Double, followAt now: ContinuousClock.Instant) -> Bool {
        switch contents.withLock({ $0.stage }) {
        case .serving, .announced: true
        case .draining(let start, let duration): start.duration(to: now) < duration * share
        case .drained: false
        }
    }

    /// What `/readyz` answers.
    var readiness: Readiness {
        contents.withLock { $0.readiness(node: node) }
    }
}

extension GatewayHealth.Contents {
    /// What `/readyz` of the gateway `node` answers.
    fileprivate func readiness(node: String) -> Readiness {
        Readiness(node: node, store: storeAsAWhole, bus: bus, isDraining: stage.isEnding)
    }

    /// How the store is for reading and writing, and for what this gateway has read of it.
    fileprivate var storeAsAWhole: DependencyHealth {
        guard store == .well else { return store }
        guard hasCaughtUp else {
            return .unwell("The gateway is still reading the latest events.")
        }
        return refusedWrite.map { .unwell($0.message) } ?? .well
    }
}

extension GatewayHealth.Stage {
    fileprivate var isEnding: Bool {
        if case .serving = self { false } else { true }
    }
}
