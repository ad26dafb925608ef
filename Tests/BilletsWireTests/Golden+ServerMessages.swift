import Billets
import BilletsWire

extension Golden {
    /// What gateways say.
    static let serverMessages: [GoldenCase<ServerMessage>] =
        [
            GoldenCase("Welcome", .welcome(welcome)),
            GoldenCase("Resumed", .resumed(cursor: Sample.cursor, missed: 7)),
            GoldenCase("Draining", .draining(reconnectAfter: .seconds(5))),
        ] + boards + events + unlocks + acceptances + rejections

    private static let welcome = Welcome(
        connectionID: "c-1",
        node: "gateway-1",
        user: Sample.ada,
        cursor: Sample.cursor,
        leaseDuration: .seconds(120)
    )

    private static let boards: [GoldenCase<ServerMessage>] = [
        GoldenCase(
            "AllTickets",
            .allTickets(
                cursor: Sample.cursor,
                tickets: [
                    Sample.newTicket, Sample.fullTicket(id: Sample.otherTicketID, number: 43),
                ],
                more: false
            )
        ),
        GoldenCase(
            "AllTickets-more",
            .allTickets(cursor: Sample.cursor, tickets: [Sample.newTicket], more: true)
        ),
        GoldenCase(
            "AllTickets-none",
            .allTickets(
                cursor: Cursor(epoch: Sample.cursor.epoch, revision: .none),
                tickets: [],
                more: false
            )
        ),
    ]

    private static let events: [GoldenCase<ServerMessage>] = [
        GoldenCase(
            "TicketCreated",
            .event(Sample.event(.created(Sample.newTicket), by: Sample.ada))
        ),
        GoldenCase(
            "TicketUpdated",
            .event(Sample.event(.updated(Sample.fullTicket), by: Sample.grace))
        ),
        GoldenCase(
            "TicketLocked",
            .event(Sample.event(.locked(Sample.ticketID, Sample.lock), by: Sample.grace))
        ),
    ]

    private static let unlocks: [GoldenCase<ServerMessage>] = UnlockReason.allCases.map { reason in
        let user: User? =
            switch reason {
            case .released: Sample.grace
            case .forced: Sample.ada
            case .expired, .disconnected: nil
            }
        return GoldenCase(
            "TicketUnlocked-\(reason.rawValue)",
            .event(Sample.event(.unlocked(Sample.ticketID, reason), by: user))
        )
    }

    private static let acceptances: [GoldenCase<ServerMessage>] = [
        GoldenCase(
            "Accepted",
            .accepted(requestID: Sample.requestID, revision: Revision(42), ticket: nil)
        ),
        GoldenCase(
            "Accepted-ticket",
            .accepted(
                requestID: Sample.requestID,
                revision: Revision(42),
                ticket: Sample.fullTicket
            )
        ),
        GoldenCase(
            "Accepted-without-request",
            .accepted(requestID: nil, revision: Revision(42), ticket: nil)
        ),
    ]

    private static let sentence = "A sentence for a person."

    private static let rejections: [GoldenCase<ServerMessage>] =
        [
            GoldenCase(
                "Rejected-without-request",
                .rejected(requestID: nil, Rejection(.invalidMessage, sentence))
            )
        ]
        + RejectionCode.allCases.map { code in
            let ticket: Ticket? =
                switch code {
                case .locked, .versionConflict: Sample.fullTicket
                case .invalidMessage, .unknownType, .notFound, .notLocked, .tooLarge, .rateLimited,
                    .forbidden, .unavailable:
                    nil
                }
            return GoldenCase(
                "Rejected-\(code.rawValue)",
                .rejected(
                    requestID: Sample.requestID,
                    Rejection(code, sentence, ticket: ticket)
                )
            )
        }
}
