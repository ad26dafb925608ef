import Billets
import BilletsLoad
import BilletsWire

/// Single messages are lost on their way from Redis to a gateway: its clients do not notice.
struct LostPublishDrill: Sendable {
    /// How soon an event is there whose message was lost, if another event follows.
    static let followedLimit: Duration = .milliseconds(100)

    /// How soon if none does.
    static let aloneLimit: Duration = .milliseconds(1500)

    /// How large it is.
    let plan: DrillPlan

    /// What is broken.
    let rig: Rig

    /// Is told of the progress.
    let say: @Sendable (String) -> Void

    /// Carries it out.
    func run() async throws -> [DrillMeasure] {
        let clients = try await DrillClients.connect(rig)
        let ticket = try await clients.ticket("Ticket whose messages are lost").id
        let road = rig.gateways[1].redisRoad
        let before = road.messagesDropped
        var followed = TimeSample()
        for _ in 0..<plan.lostFollowed {
            try await lose(clients, ticket, on: road)
            // The next one follows, and shows the gap.
            let start = ContinuousClock.now
            let answer = try await clients.all[0].command(.lockTicket(ticket))
            guard let revision = answer.revision else { throw RigTrouble("\(answer)") }
            try await DrillClients.see(revision, clients.all[1])
            followed.add(ContinuousClock.now - start)
        }
        say("followed: \(followed)")
        var alone = TimeSample()
        for _ in 0..<plan.lostAlone {
            let revision = try await lose(clients, ticket, on: road)
            let start = ContinuousClock.now
            try await DrillClients.see(revision, clients.all[1])
            alone.add(ContinuousClock.now - start)
        }
        say("alone: \(alone)")
        return [
            DrillMeasure(
                "messages lost",
                road.messagesDropped - before,
                wanted: plan.lostFollowed + plan.lostAlone
            ),
            DrillMeasure(
                "both events seen, after the second command was sent",
                followed,
                below: Self.followedLimit
            ),
            DrillMeasure("event seen, after its answer", alone, below: Self.aloneLimit),
            DrillMeasure("what clients noticed", clients.discrepancies.count, wanted: 0),
        ]
    }

    /// Lets a command's message get lost.
    ///
    /// - Returns: the revision of its event.
    @discardableResult
    private func lose(
        _ clients: DrillClients,
        _ ticket: TicketID,
        on road: RoadProxy
    ) async throws -> Revision {
        let before = road.messagesDropped
        road.dropMessages(1)
        let answer = try await clients.all[0].command(.lockTicket(ticket))
        guard let revision = answer.revision else { throw RigTrouble("\(answer)") }
        let deadline = ContinuousClock.now.advanced(by: DrillClients.patience)
        while road.messagesDropped == before {
            guard ContinuousClock.now < deadline else {
                throw RigTrouble("no message came to be lost")
            }
            await Task.yield()
        }
        return revision
    }
}
