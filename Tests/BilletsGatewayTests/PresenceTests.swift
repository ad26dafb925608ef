import Billets
import BilletsWire
import Testing

@testable import BilletsGateway

@Suite("Presence")
struct PresenceTests {
    private let presence = Presence(node: "gateway-1")
    private let ada = UserID.random()
    private let grace = UserID.random()

    /// The next report, in a form that can be compared.
    private func report() -> PresenceReport {
        let report = presence.takeReport()
        return self.report(
            arrived: report.arrived,
            departed: report.departed,
            isComplete: report.isComplete
        )
    }

    private func report(
        arrived: [UserID] = [],
        departed: [UserID] = [],
        isComplete: Bool = false
    ) -> PresenceReport {
        PresenceReport(
            node: "gateway-1",
            arrived: arrived.sorted { $0.description < $1.description },
            departed: departed.sorted { $0.description < $1.description },
            isComplete: isComplete
        )
    }

    @Test("The first report tells everybody who is here, the next ones only what has changed")
    func differences() {
        presence.arrived(ada)
        #expect(report() == report(arrived: [ada], isComplete: true))
        #expect(report() == report())
        presence.arrived(grace)
        #expect(report() == report(arrived: [grace]))
        presence.departed(ada)
        #expect(report() == report(departed: [ada]))
        #expect(report() == report())
    }

    @Test("A user with several sockets is here until the last of them closes")
    func severalSockets() {
        _ = report()
        presence.arrived(ada)
        presence.arrived(ada)
        #expect(report() == report(arrived: [ada]))
        presence.departed(ada)
        #expect(report() == report())
        presence.departed(ada)
        #expect(report() == report(departed: [ada]))
    }

    @Test("Who comes and goes between two reports is told to have gone")
    func cameAndWent() {
        _ = report()
        presence.arrived(ada)
        presence.departed(ada)
        #expect(report() == report(departed: [ada]))
    }

    @Test("Who goes and comes back between two reports is told to be here")
    func wentAndCame() {
        presence.arrived(ada)
        _ = report()
        presence.departed(ada)
        presence.arrived(ada)
        #expect(report() == report(arrived: [ada]))
    }

    @Test("Who came and went before the first report is told in it: they may have left a lock")
    func cameAndWentAtFirst() {
        presence.arrived(ada)
        presence.departed(ada)
        #expect(report() == report(departed: [ada], isComplete: true))
    }

    @Test("After a report that failed everything is told again, also who has gone since")
    func failure() {
        presence.arrived(ada)
        presence.arrived(grace)
        _ = report()
        presence.departed(grace)
        _ = report()
        presence.reportFailed()
        #expect(report() == report(arrived: [ada], departed: [grace], isComplete: true))
        #expect(report() == report())
    }

    @Test("Who has come back since a report that failed is not told to have gone")
    func cameBackAfterFailure() {
        presence.arrived(ada)
        _ = report()
        presence.departed(ada)
        _ = report()
        presence.arrived(ada)
        presence.reportFailed()
        #expect(report() == report(arrived: [ada], isComplete: true))
    }

    @Test("Who comes, goes and is never heard of, report after report that fails, is told at last")
    func manyFailures() {
        for _ in 0..<3 {
            presence.arrived(ada)
            _ = report()
            presence.reportFailed()
        }
        for _ in 0..<3 { presence.departed(ada) }
        for _ in 0..<3 {
            #expect(report() == report(departed: [ada], isComplete: true))
            presence.reportFailed()
        }
    }

    @Test("It counts sockets")
    func counts() {
        #expect(presence.socketCount == 0)
        presence.arrived(ada)
        presence.arrived(ada)
        presence.arrived(grace)
        #expect(presence.socketCount == 3)
        presence.departed(grace)
        presence.departed(ada)
        presence.departed(ada)
        #expect(presence.socketCount == 0)
    }
}
