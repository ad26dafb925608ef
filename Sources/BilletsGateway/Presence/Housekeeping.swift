import Billets
import BilletsWire
import Logging

/// Reports to the store regularly who is here, and takes in which locks have ended.
struct Housekeeping: Sendable {
    /// The outcome of a report.
    enum Outcome: Hashable {
        /// The store took it.
        case accepted

        /// The store took it, and asked for another log level, which holds now.
        case logLevelChanged

        /// The store did not take it, or may not have.
        case refused
    }

    /// The time between two reports.
    static let interval: Duration = .milliseconds(500)

    /// The store of tickets.
    let store: any TicketStore

    /// The registration of this gateway.
    let membership: NodeMembership

    /// Who has sockets here.
    let presence: Presence

    /// The log level of this gateway.
    let levels: LogLevelSwitch

    /// The way of what the store commits.
    let desk: CommandDesk

    /// How the store is.
    let health: GatewayHealth

    /// Where troubles are told.
    let logger: Logger

    /// Goes on until the task is cancelled.
    ///
    /// - Throws: `unavailable` if another live process holds the name of this gateway.
    func run() async throws(Rejection) {
        var mustRegister = false
        while !Task.isCancelled {
            if mustRegister, await !registerAgain() {
                throw Rejection(nodeInUse: membership.instance.node)
            }
            switch await report() {
            case .accepted: mustRegister = false
            case .refused: mustRegister = true
            // The next report says so at once: an administrator waits for it.
            case .logLevelChanged: continue
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Tells the store who is here, and logs at the level that it is asked for.
    @discardableResult
    func report() async -> Outcome {
        var report = presence.takeReport()
        report.logLevel = levels.report
        let refusedWrites = health.refusedWrites
        do throws(Rejection) {
            let answer = try await store.maintain(report)
            desk.committed(answer.events)
            if health.reportTaken(after: refusedWrites) {
                logger.info("The store can be written again")
            }
            guard let level = answer.requestedLogLevel else { return .accepted }
            levels.change(to: level, logger)
            return .logLevelChanged
        } catch {
            presence.reportFailed()
            if health.writeRefused(error) { logger.warning("The store is not written: \(error)") }
            return .refused
        }
    }

    /// Registers after a report that failed: the store may have given the name to another process, or not know it any
    /// more.
    ///
    /// - Returns: false if a live process holds the name.
    private func registerAgain() async -> Bool {
        // A store that cannot be reached is the next report's affair.
        (try? await membership.begin()) ?? true
    }
}
