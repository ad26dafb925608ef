import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import NIOCore

/// The event log over HTTP, by pages or live.
struct EventRoutes: Sendable {
    /// The most events of one page.
    static let limitMaximum = 1000

    /// Where events are kept.
    let store: any TicketStore

    /// The latest of them.
    let feed: EventFeed

    /// Who is logged in.
    let sessions: Sessions

    /// How the gateway is.
    let health: GatewayHealth

    /// The routes.
    var routes: [Route] {
        [Route(.get, "/api/events", .session { try await answer($0, $1) })]
    }

    private func answer(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let accepted = call.request.headers[values: .accept].joined(separator: ",")
        let query = call.query
        let epoch: Epoch? = try query.identifier("epoch")
        if accepted.lowercased().contains("text/event-stream") {
            let last = try call.header("Last-Event-ID").map { text throws(Problem) in
                guard let revision = Int64(text), revision >= 0 else {
                    throw Problem(
                        malformed: "Last-Event-ID must be the id of an event, a revision."
                    )
                }
                return revision
            }
            return try stream(
                after: try last ?? query.number("after", in: 0 ... .max),
                epoch,
                call.request,
                session
            )
        }
        let after = Revision(try query.number("after", in: 0 ... .max) ?? 0)
        let limit = try query.number("limit", in: 1...Int64(Self.limitMaximum)) ?? 200
        let page = try await store.events(after: after, limit: Int(limit))
        guard page.continues(Cursor(epoch: epoch ?? page.latest.epoch, revision: after)) else {
            throw Problem.gone(page.latest)
        }
        return Response(json: page.encoded())
    }

    private func stream(
        after revision: Int64?,
        _ epoch: Epoch?,
        _ request: Request,
        _ session: Session
    ) throws(Problem) -> Response {
        let latest = feed.latest
        guard health.takesClients, let following = feed.join() else {
            throw Problem(
                Rejection(
                    .unavailable,
                    "This gateway takes nobody in who follows the events: try again shortly."
                )
            )
        }
        let start = Cursor(
            epoch: epoch ?? latest.epoch,
            revision: revision.map { Revision($0) } ?? latest.revision
        )
        let body = ResponseBody { [feed, store, sessions, health] writer in
            defer { withExtendedLifetime(following) {} }
            // When the gateway stops, each has a moment of its own to go, so that they do not come back together.
            let share = Double.random(in: 0..<1)
            var follower = EventFollower(after: start, feed: feed, store: store) {
                health.lets(share, followAt: .now) && sessions.isAlive(session)
            }
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await follower.follow { try await writer.write($0) }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
    }
}

extension Problem {
    /// The problem that answers a question for events that are not there any more, or not yet.
    fileprivate static func gone(_ latest: Cursor) -> Problem {
        Problem(
            status: 410,
            code: "gone",
            title: "Gone",
            detail: """
                The events after this revision are not kept, or belong to another history: read the \
                tickets anew with GET /api/tickets, and go on after revision \
                \(latest.revision.number) of the epoch \(latest.epoch).
                """
        )
    }
}
