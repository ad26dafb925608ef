import Billets
import BilletsLoad
import BilletsWire

/// Measures how long it takes until all is well again.
struct Convergence: Sendable {
    /// How long that may take before it counts as never.
    static let patience: Duration = .seconds(90)

    /// What is looked at.
    let rig: Rig

    /// The tickets that are locked through each gateway to see that it commits.
    let probes: [TicketID]

    /// The clients.
    let agents: [ChaosAgent]

    /// Waits until a command through each gateway is accepted, every client has seen all that was committed by then, and every
    /// gateway says that it is ready.
    func measure() async throws -> HealingTime {
        let start = ContinuousClock.now
        let deadline = start.advanced(by: Self.patience)
        let revision = try await withThrowingTaskGroup(of: Revision.self) { group in
            for (gateway, probe) in zip(rig.gateways, probes) {
                group.addTask { try await accept(probe, through: gateway, until: deadline) }
            }
            return try await group.reduce(.none) { max($0, $1) }
        }
        for agent in agents {
            while await agent.revision.map({ $0 < revision }) ?? true {
                guard ContinuousClock.now < deadline else {
                    throw RigTrouble(
                        "a client has not caught up with \(revision) in \(Self.patience)"
                    )
                }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let converged = ContinuousClock.now - start
        try await rig.waitUntilReady(patience: Self.patience)
        return HealingTime(converged: converged, ready: ContinuousClock.now - start)
    }

    private func accept(
        _ ticket: TicketID,
        through gateway: RigGateway,
        until deadline: ContinuousClock.Instant
    ) async throws -> Revision {
        let client = RigClient(url: gateway.url, patience: .seconds(2))
        let requestID = RequestID.random()
        guard let user = rig.users.last else { throw RigTrouble("a rig without users") }
        while ContinuousClock.now < deadline {
            let answer = try? await client.command(
                .lockTicket(ticket),
                requestID: requestID,
                token: user.token
            )
            if let revision = answer?.revision { return revision }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw RigTrouble("gateway-\(gateway.index + 1) accepts nothing after \(Self.patience)")
    }
}
