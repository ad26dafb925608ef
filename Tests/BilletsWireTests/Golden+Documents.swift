import Billets
import BilletsWire

extension Golden {
    /// What HTTP answers, as it is written.
    static let documents: [GoldenCase<[UInt8]>] = [
        GoldenCase("Problem", Problem(Rejection(.locked, "A sentence for a person.")).encoded()),
        GoldenCase("Readiness-ready", readiness(store: .well, bus: .well).encoded()),
        GoldenCase(
            "Readiness-unwell",
            readiness(store: .unwell("The disk is full."), bus: .well).encoded()
        ),
        GoldenCase(
            "Readiness-draining",
            readiness(store: .well, bus: .unwell("No answer."), isDraining: true).encoded()
        ),
        GoldenCase(
            "Session",
            SessionDescription(
                token: nil,
                expiresAt: Sample.noon,
                user: Sample.ada,
                role: .agent
            ).encoded()
        ),
        GoldenCase(
            "Session-token",
            SessionDescription(
                token: "one.two.three",
                expiresAt: Sample.noon,
                user: Sample.grace,
                role: .admin
            ).encoded()
        ),
    ]

    /// What is only read.
    static let credentials = GoldenCase(
        "Credentials",
        Credentials(email: "ada@example.com", password: "correct horse")
    )

    /// What goes over the bus, signed with the key `wireKey`.
    static let wireEvent = GoldenCase(
        "WireEvent",
        WireEvent(
            Sample.event(.unlocked(Sample.ticketID, .expired), by: nil),
            epoch: Sample.cursor.epoch
        )
    )

    /// The bytes 0 to 31.
    static let wireKey: [UInt8] = Array(0..<32)

    private static func readiness(
        store: DependencyHealth,
        bus: DependencyHealth,
        isDraining: Bool = false
    ) -> Readiness {
        Readiness(node: "gateway-1", store: store, bus: bus, isDraining: isDraining)
    }
}
