import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import Logging

/// How much this gateway logs, which administrators may change while it runs; the other gateways stay as they are.
struct LogLevelRoutes: Sendable {
    /// What is changed.
    let levels: LogLevelSwitch

    /// Where it says so.
    let logger: Logger

    /// The routes.
    var routes: [Route] {
        [
            Route(
                .get,
                "/api/log-level",
                .administrator { _, _ in Response(json: levels.encoded()) }
            ),
            Route(.put, "/api/log-level", .administrator { try await change($0, $1) }),
        ]
    }

    private func change(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let level = try await call.body(LogLevel.init(decoding:))
        let before = levels.level
        // Said while more is let through, so that it is seen from both sides.
        if level < before { levels.set(level) }
        logger.notice(
            "The log level was \(before.rawValue), and is now \(level.rawValue).",
            metadata: ["user": "\(session.user.id)"]
        )
        levels.set(level)
        return Response(json: levels.encoded())
    }
}
