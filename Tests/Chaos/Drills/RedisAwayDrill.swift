import Billets
import BilletsLoad
import BilletsProcesses

/// A while without Redis: nobody loses a socket, commands go on, gateways see each other's events by polling.
struct RedisAwayDrill: Sendable {
    /// How soon others see an event while Redis is away.
    static let pollingLimit: Duration = .milliseconds(500)

    /// What counts as the fast path.
    static let fastLimit: Duration = .milliseconds(50)

    /// So many events in a row have to be that fast.
    static let fastInARow = 10

    /// How soon after Redis is back.
    static let returnLimit: Duration = .seconds(30)

    /// How many sockets each gateway has besides.
    static let idlePerGateway = 50

    /// How large it is.
    let plan: DrillPlan

    /// What is broken.
    let rig: Rig

    /// Is told of the progress.
    let say: @Sendable (String) -> Void

    /// Carries it out.
    func run() async throws -> [DrillMeasure] {
        let clients = try await DrillClients.connect(rig)
        var tickets: [TicketID] = []
        for client in clients.all.indices {
            tickets.append(try await clients.ticket("Ticket of client \(client)").id)
        }
        let idle = try await idleClients()
        var before = TimeSample()
        for round in 0..<50 {
            let index = round % clients.all.count
            if let time = try await clients.latency(from: index, locking: tickets[index]) {
                before.add(time)
            }
        }
        say("with Redis: \(before)")
        rig.redis.kill()
        var away = TimeSample()
        var refused = 0
        let end = ContinuousClock.now.advanced(by: plan.redisAway)
        var round = 0
        while ContinuousClock.now < end {
            let index = round % clients.all.count
            if let time = try await clients.latency(from: index, locking: tickets[index]) {
                away.add(time)
            } else {
                refused += 1
            }
            round += 1
            try await Task.sleep(for: .milliseconds(100))
        }
        say("without Redis: \(away)")
        try await rig.redis.restart()
        let back = try await timeUntilFast(clients, tickets)
        return [
            DrillMeasure("others see an event, with Redis", "\(before)"),
            DrillMeasure("Redis away", plan.redisAway.inSeconds),
            DrillMeasure("commands refused meanwhile", refused, wanted: 0),
            DrillMeasure("others see an event, by polling", away, below: Self.pollingLimit),
            DrillMeasure(
                "sockets lost, of \(idle.count + clients.all.count)",
                clients.ended + idle.filter { $0.observation.hasEnded }.count,
                wanted: 0
            ),
            DrillMeasure("discrepancies", clients.discrepancies.count, wanted: 0),
            DrillMeasure(
                "back on the fast path (\(Self.fastInARow) events in a row below "
                    + "\(Self.fastLimit.inSeconds))",
                back.map(\.inSeconds) ?? "never",
                wanted: "by itself, below \(Self.returnLimit.inSeconds)",
                isMet: back != nil
            ),
        ]
    }

    private func idleClients() async throws -> [BoardClient] {
        var idle: [BoardClient] = []
        for _ in 0..<Self.idlePerGateway { idle += try await DrillClients.connect(rig).all }
        return idle
    }

    private func timeUntilFast(
        _ clients: DrillClients,
        _ tickets: [TicketID]
    ) async throws -> Duration? {
        let start = ContinuousClock.now
        var inARow = 0
        var round = 0
        while ContinuousClock.now - start < Self.returnLimit {
            let index = round % clients.all.count
            round += 1
            let time = try await clients.latency(from: index, locking: tickets[index])
            inARow = time.map { $0 < Self.fastLimit } ?? false ? inARow + 1 : 0
            if inARow == Self.fastInARow { return ContinuousClock.now - start }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }
}
