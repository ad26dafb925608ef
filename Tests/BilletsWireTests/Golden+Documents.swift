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

    /// What `les-billets cluster` says.
    static let clusterStatuses: [GoldenCase<ClusterStatus>] = [
        GoldenCase(
            "ClusterStatus",
            clusterStatus(
                gateways: [1, 2].map {
                    ClusterStatus.Gateway(
                        node: "gateway-\($0)",
                        member: ClusterStatus.Member(
                            url: "http://127.0.0.1:808\($0)",
                            pid: 100 + $0
                        )
                    )
                },
                store: ClusterStatus.Member(
                    url: "grpc://127.0.0.1:9090",
                    pid: 103,
                    metricsURL: "http://127.0.0.1:9091/metrics"
                )
            )
        ),
        GoldenCase("ClusterStatus-shared-file", clusterStatus(gateways: [], store: nil)),
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

    private static func clusterStatus(
        gateways: [ClusterStatus.Gateway],
        store: ClusterStatus.Member?
    ) -> ClusterStatus {
        ClusterStatus(
            url: "http://127.0.0.1:8080",
            gateways: gateways,
            store: store,
            redis: ClusterStatus.Redis(port: 6379, pid: 104),
            balancerPID: 105,
            database: "/tmp/billets.sqlite"
        )
    }

    private static func readiness(
        store: DependencyHealth,
        bus: DependencyHealth,
        isDraining: Bool = false
    ) -> Readiness {
        Readiness(node: "gateway-1", store: store, bus: bus, isDraining: isDraining)
    }
}
