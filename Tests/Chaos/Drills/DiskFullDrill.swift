import Billets
import BilletsLoad
import BilletsProcesses
import BilletsWire

/// The disk is full for a while: writes are `unavailable`, everything else goes on, and afterwards writes too.
struct DiskFullDrill: Sendable {
    /// How soon after there is space again writes have to go on.
    static let returnLimit: Duration = .seconds(10)

    /// How large it is.
    let plan: DrillPlan

    /// What is broken.
    let rig: Rig

    /// Is told of the progress.
    let say: @Sendable (String) -> Void

    /// What happened while the disk was full.
    private struct Meanwhile {
        var accepted = 0
        var unavailable = 0
        var others = 0
        var reads = 0
        var readsFailed = 0
    }

    /// Carries it out.
    func run() async throws -> [DrillMeasure] {
        guard rig.hasFaultLibrary else {
            throw RigTrouble(
                "the library DiskFaults is not built: swift build --product DiskFaults"
            )
        }
        let clients = try await DrillClients.connect(rig)
        let ticket = try await clients.ticket("Ticket before the disk was full").id
        let processes = rig.processIDs
        setDisks(.full)
        let meanwhile = try await work(clients, ticket)
        say("while full: \(meanwhile)")
        setDisks(.none)
        let start = ContinuousClock.now
        var returned: [Duration] = []
        for client in clients.all {
            while ContinuousClock.now - start < Self.returnLimit {
                let draft = TicketDraft(title: "Ticket after the disk was full")
                if try await client.command(.createTicket(draft)).revision != nil {
                    returned.append(ContinuousClock.now - start)
                    break
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let integrity = try await rig.sqlite("PRAGMA integrity_check")
        return [
            DrillMeasure("disk full", plan.diskFull.inSeconds),
            DrillMeasure(
                "writes unavailable",
                "\(meanwhile.unavailable)",
                wanted: "all",
                isMet: meanwhile.unavailable > 0
            ),
            DrillMeasure("writes accepted", meanwhile.accepted, wanted: 0),
            DrillMeasure("writes answered otherwise, or not at all", meanwhile.others, wanted: 0),
            DrillMeasure(
                "reads answered",
                "\(meanwhile.reads)",
                wanted: "all",
                isMet: meanwhile.reads > 0
            ),
            DrillMeasure("reads failed", meanwhile.readsFailed, wanted: 0),
            DrillMeasure("sockets lost, of \(clients.all.count)", clients.ended, wanted: 0),
            DrillMeasure(
                "writes go on at \(returned.count) of \(clients.all.count) gateways after",
                (returned.max() ?? .zero).inSeconds,
                wanted: "below \(Self.returnLimit.inSeconds), at all",
                isMet: returned.count == clients.all.count
            ),
            DrillMeasure(
                "processes the same",
                "\(rig.processIDs == processes)",
                wanted: "true",
                isMet: rig.processIDs == processes
            ),
            DrillMeasure("integrity_check", integrity, wanted: "ok", isMet: integrity == "ok"),
            DrillMeasure("what clients noticed", clients.discrepancies.count, wanted: 0),
        ]
    }

    private func setDisks(_ fault: DiskFault) {
        for post in rig.plan.databasePosts { rig.disks[post]?.set(fault) }
    }

    private func work(_ clients: DrillClients, _ ticket: TicketID) async throws -> Meanwhile {
        var meanwhile = Meanwhile()
        let end = ContinuousClock.now.advanced(by: plan.diskFull)
        while ContinuousClock.now < end {
            for (index, client) in clients.all.enumerated() {
                switch try? await client.command(.lockTicket(ticket), patience: .seconds(15)) {
                case .accepted: meanwhile.accepted += 1
                case .rejected(let rejection) where rejection.code == .unavailable:
                    meanwhile.unavailable += 1
                case .rejected, nil: meanwhile.others += 1
                }
                let http = RigClient(url: rig.gateways[index].directURL, patience: .seconds(10))
                let page = try? await http.tickets(cursor: nil, token: rig.users[0].token)
                try? await client.getTickets(patience: .seconds(10))
                let isRead =
                    page?.tickets.contains { $0.id == ticket } == true
                    && client.observation.isComplete
                if isRead { meanwhile.reads += 1 } else { meanwhile.readsFailed += 1 }
            }
        }
        return meanwhile
    }
}
