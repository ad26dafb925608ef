import Billets
import BilletsWire
import Logging

/// What a gateway tells and asks the store regularly: who is here, which locks have ended, and which
/// sessions are dead.
struct Housekeeping: Sendable {
    /// How often: the bound on how long a log-out takes to reach this gateway's sockets.
    static let interval: Duration = .milliseconds(500)

    /// The store of tickets.
    let store: any TicketStore

    /// The store of accounts.
    let accounts: any AccountStore

    /// Who has sockets here.
    let presence: Presence

    /// What this gateway knows of sessions.
    let sessions: Sessions

    /// The way of what the store commits.
    let desk: CommandDesk

    /// The sockets of each loop.
    let groups: [SocketGroup]

    /// How the store is.
    let health: GatewayHealth

    /// Where troubles are told.
    let logger: Logger

    /// Goes on until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await report()
            await hearRevocations()
            await hearKeys()
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Tells the store who is here.
    func report() async {
        let report = presence.takeReport()
        do throws(Rejection) {
            desk.committed(try await store.maintain(report))
            if health.reportTaken() { logger.info("The store can be written again") }
        } catch {
            presence.reportFailed()
            if health.reportRefused(error) { logger.warning("The store is not written: \(error)") }
        }
    }

    private func hearRevocations() async {
        let ledger = sessions.revocations
        do throws(Rejection) {
            let news = try await accounts.revocations(after: ledger.lastNumber)
            guard !news.isEmpty else { return }
            ledger.take(news)
            for group in groups {
                group.post(.ended { session in news.contains(where: session.isEnded) })
            }
        } catch {
            logger.debug("The store did not tell the revocations: \(error)")
        }
    }

    private func hearKeys() async {
        do throws(Rejection) {
            guard let names = try await sessions.keys.poll() else { return }
            for group in groups { group.post(.ended { $0.isSigned(byNoneOf: names) }) }
        } catch {
            logger.debug("The store did not tell the keys of sessions: \(error)")
        }
    }
}
