import BilletsWire
import HTTPTypes
import Hummingbird

/// Where sockets are opened.
struct SocketRoutes: Sendable {
    /// Who may open one.
    let door: SocketDoor

    /// The routes.
    var routes: [Route] {
        // Only who is refused comes here: the others have become sockets.
        [Route(.get, SocketDoor.path, .session { call, _ in try await refuse(call) })]
    }

    private func refuse(_ call: RouteRequest) async throws -> Response {
        _ = try await door.admit(RequestIdentity(call.request.head), from: call.client)
        let problem = Problem(
            status: 426,
            code: "upgrade_required",
            title: "Upgrade required",
            detail: "This address speaks WebSocket: open it with a WebSocket client (RFC 6455)."
        )
        // RFC 9110, sections 7.8 and 15.5.22, and RFC 6455, section 4.4: to what, and which version.
        var response = Response(problem)
        response.headers[.connection] = "Upgrade"
        response.headers[.upgrade] = "websocket"
        response.headers[.secWebSocketVersion] = "13"
        return response
    }
}
