import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import Logging

/// The log levels of the gateways, which administrators may change while they run.
///
/// A request goes through the store: each gateway hears of it with the answer to its next report, whatever becomes of
/// the bus.
struct LogLevelRoutes: Sendable {
    /// The time that gateways have to confirm a change before the answer counts them as unconfirmed.
    static let confirmationMaximum: Duration = .seconds(3)

    /// The pause between two looks at what has been confirmed.
    static let pause: Duration = .milliseconds(100)

    /// The store, to which gateways tell their levels.
    let store: any TicketStore

    /// The log of changes.
    let logger: Logger

    /// The routes.
    var routes: [Route] {
        [
            Route(
                .get,
                "/api/log-level",
                .administrator { _, _ in
                    Response(json: try await store.gateways().encodedLogLevels())
                }
            ),
            Route(.put, "/api/log-level", .administrator { try await change($0, $1) }),
        ]
    }

    private func change(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let change = try await call.body(LogLevelChange.init(decoding:))
        let nodes = try await store.requestLogLevel(change.level, of: change.node)
        logger.notice(
            "Asks \(nodes.joined(separator: ", ")) to log at \(change.level.rawValue).",
            metadata: ["user": "\(session.user.id)"]
        )
        return Response(json: try await outcome(of: change.level, at: nodes).encoded())
    }

    /// Waits until all of `nodes` log at `level`, but not for long.
    private func outcome(of level: LogLevel, at nodes: [String]) async throws -> LogLevelOutcome {
        let deadline = ContinuousClock.now + Self.confirmationMaximum
        while true {
            let gateways = try await store.gateways()
            let outcome = LogLevelOutcome(of: level, at: nodes, among: gateways)
            guard !outcome.unconfirmed.isEmpty, ContinuousClock.now < deadline else {
                return outcome
            }
            try await Task.sleep(for: Self.pause)
        }
    }
}
