import Billets
import BilletsLoad

/// Thousands of clients vanish at once: the gateways have as many descriptors as before, and the others notice nothing.
struct VanishDrill: Sendable {
    /// How soon the descriptors are back.
    static let returnLimit: Duration = .seconds(60)

    /// How large it is.
    let plan: DrillPlan

    /// What is broken.
    let rig: Rig

    /// Is told of the progress.
    let say: @Sendable (String) -> Void

    /// Carries it out.
    func run() async throws -> [DrillMeasure] {
        let clients = try await DrillClients.connect(rig)
        let ticket = try await clients.ticket("Ticket of those who stay").id
        let before = rig.gateways.map { $0.process.descriptors ?? 0 }
        var sockets: [WebSocketClient] = []
        for gateway in rig.gateways {
            let crowd = Crowd(gateway: gateway, token: rig.users[0].token)
            sockets += await crowd.connect(plan.crowd / rig.gateways.count)
        }
        let during = rig.gateways.map { $0.process.descriptors ?? 0 }
        say("\(sockets.count) sockets; descriptors \(before) before, \(during) now")
        let start = ContinuousClock.now
        for socket in sockets { socket.drop() }
        var time: Duration?
        while time == nil, ContinuousClock.now - start < Self.returnLimit {
            let now = rig.gateways.map { $0.process.descriptors ?? .max }
            if zip(now, before).allSatisfy({ $0 <= $1 }) { time = ContinuousClock.now - start }
            try await Task.sleep(for: .milliseconds(10))
        }
        let after = rig.gateways.map { $0.process.descriptors ?? 0 }
        var latency = TimeSample()
        if let seen = try await clients.latency(from: 0, locking: ticket) { latency.add(seen) }
        return [
            DrillMeasure(
                "sockets that vanish at once",
                "\(sockets.count)",
                wanted: "\(plan.crowd / rig.gateways.count * rig.gateways.count)",
                isMet: sockets.count == plan.crowd / rig.gateways.count * rig.gateways.count
            ),
            DrillMeasure("descriptors of the gateways before", "\(before)"),
            DrillMeasure("descriptors meanwhile", "\(during)"),
            DrillMeasure("descriptors afterwards", "\(after)"),
            DrillMeasure(
                "descriptors are back after",
                time.map(\.inSeconds) ?? "never",
                wanted: "below \(Self.returnLimit.inSeconds)",
                isMet: time != nil
            ),
            DrillMeasure("sockets lost of those who stay", clients.ended, wanted: 0),
            DrillMeasure("others see an event afterwards", latency, below: .seconds(1)),
        ]
    }
}
