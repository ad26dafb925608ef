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

    /// The rules for opening sockets, which hold for streams too.
    let door: SocketDoor

    /// The routes.
    var routes: [Route] {
        [Route(.get, "/api/events", .session { try await answer($0, $1) })]
    }

    private func answer(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let accepted = call.request.headers[values: .accept].joined(separator: ",")
        let query = call.query
        let epoch: Epoch? = try query.identifier("epoch")
        let last = try call.lastEventID()
        let after = try query.position("after")
        if accepted.lowercased().contains("text/event-stream") {
            return try stream(after: last ?? after, epoch, call, session)
        }
        let start = after ?? .revision(.none)
        let limit = try query.number("limit", in: 1...Int64(Self.limitMaximum)) ?? 200
        let page = try await store.events(after: start.revision, limit: Int(limit))
        guard page.continues(start.cursor(in: epoch ?? page.latest.epoch)) else {
            throw Problem.gone(page.latest)
        }
        return Response(json: page.encoded())
    }

    private func stream(
        after position: EventPosition?,
        _ epoch: Epoch?,
        _ call: RouteRequest,
        _ session: Session
    ) throws(Problem) -> Response {
        let latest = feed.latest
        let request = call.request
        guard door.health.takesClients, let following = feed.join() else {
            throw Problem(
                Rejection(
                    .unavailable,
                    "This gateway takes nobody in who follows the events: try again shortly."
                )
            )
        }
        let seat = try door.seat(session, from: call.client)
        let start = (position ?? .revision(latest.revision)).cursor(in: epoch ?? latest.epoch)
        let body = ResponseBody { [feed, store, door] writer in
            defer { withExtendedLifetime((following, seat)) {} }
            // When the gateway stops, each has a moment of its own to go, so that they do not come back together.
            let share = Double.random(in: 0..<1)
            var follower = EventFollower(after: start, feed: feed, store: store) {
                door.health.lets(share, followAt: .now) && door.sessions.isAlive(session)
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
                tickets anew with GET /api/tickets, and go on with after=\(latest.text).
                """
        )
    }
}
