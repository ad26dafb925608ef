import BilletsWire
import HTTPTypes
import Hummingbird

/// The answers to requests at the address of sockets that were not upgraded.
struct SocketRoutes: Sendable {
    /// The rules for who may open a socket.
    let door: SocketDoor

    /// The routes.
    var routes: [Route] {
        [Route(.get, SocketDoor.path, .session { call, _ in try await refuse(call) })]
    }

    private func refuse(_ call: RouteRequest) async throws -> Response {
        // For the reason why the handshake was refused.
        _ = try await door.admit(RequestIdentity(call.request.head), from: call.client)
        let headers = call.request.headers
        let reading = SocketHandshake.reading { name in
            HTTPField.Name(name).map { headers[values: $0] } ?? []
        }
        let problem =
            switch reading {
            case .absent: Problem.noHandshake
            case .malformed(let problem): problem
            // The obstacle has gone meanwhile.
            case .complete: SocketDoor.tryAgain
            }
        // RFC 9110, sections 7.8 and 15.5.22, and RFC 6455, section 4.4: to what, and which version.
        var response = Response(problem)
        if let retryAfter = problem.retryAfter {
            response.headers[.retryAfter] = String(max(1, retryAfter.components.seconds))
            return response
        }
        response.headers[.connection] = "Upgrade"
        response.headers[.upgrade] = "websocket"
        response.headers[.secWebSocketVersion] = SocketHandshake.version
        return response
    }
}

extension Problem {
    /// The problem that answers a request that asks for no WebSocket.
    fileprivate static let noHandshake = Problem(
        status: 426,
        code: "upgrade_required",
        title: "Upgrade required",
        detail: """
            This address speaks WebSocket: open it with a WebSocket client (RFC 6455). If that is what you \
            did, a proxy on the way has dropped the headers Upgrade and Connection.
            """
    )
}
