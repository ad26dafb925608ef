import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import NIOCore

/// The HTTP routes of a gateway.
struct GatewayRoutes: Sendable {
    /// The largest body of a log-in, in bytes.
    static let credentialsBytesMaximum = 16 * 1024

    /// The gateway's name.
    let node: String

    /// Who is logged in.
    let sessions: Sessions

    /// Who may open a socket.
    let door: SocketDoor

    /// How the gateway is.
    let health: GatewayHealth

    /// Origins of pages that may send requests, besides the gateway's own.
    let allowedOrigins: Set<String>

    /// Whose word on their clients is taken.
    let trustedProxies: TrustedProxies

    /// Whether the gateway speaks TLS by itself.
    let isTLS: Bool

    /// The router of all of them.
    func router() -> Router<GatewayRequestContext> {
        let router = Router(context: GatewayRequestContext.self)
        router.add(middleware: ClientMiddleware(proxies: trustedProxies, isTLS: isTLS))
        router.add(middleware: ProblemMiddleware(allowedOrigins: allowedOrigins))
        router.get("healthz") { _, _ in Response(json: Array(#"{"alive":true}"#.utf8)) }
        router.get("readyz") { _, _ in readiness() }
        router.post("api/session") { request, context in try await logIn(request, context) }
        router.get("api/session") { request, _ in try await whoAmI(request) }
        router.delete("api/session") { request, context in try await logOut(request, context) }
        // Only who is refused comes here: the others have become sockets.
        router.get("ws") { request, context in try await refuseSocket(request, context) }
        return router
    }

    private func readiness() -> Response {
        let readiness = health.readiness(node: node)
        return Response(
            json: readiness.encoded(),
            status: readiness.isReady ? .ok : .serviceUnavailable
        )
    }

    private func logIn(_ request: Request, _ context: GatewayRequestContext) async throws
        -> Response
    {
        let body = try await request.body.collect(upTo: Self.credentialsBytesMaximum)
        let credentials: Credentials
        do {
            credentials = try Credentials(decoding: Array(body.readableBytesView))
        } catch {
            throw Problem(error)
        }
        let (token, session) = try await sessions.logIn(credentials)
        var response = describe(session, token: token)
        let age = session.expiresAt.milliseconds(since: session.startedAt) / 1000
        response.headers[.setCookie] = cookie(token, age: age, isSecure: context.client.isSecure)
        return response
    }

    private func whoAmI(_ request: Request) async throws -> Response {
        describe(try await session(request), token: nil)
    }

    private func logOut(_ request: Request, _ context: GatewayRequestContext) async throws
        -> Response
    {
        try await sessions.logOut(try await session(request))
        var response = Response(status: .noContent)
        response.headers[.setCookie] = cookie("", age: 0, isSecure: context.client.isSecure)
        return response
    }

    private func refuseSocket(_ request: Request, _ context: GatewayRequestContext) async throws
        -> Response
    {
        _ = try await door.admit(RequestIdentity(request.head), from: context.client)
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

    private func session(_ request: Request) async throws -> Session {
        guard let token = RequestIdentity(request.head).token,
            let session = await sessions.session(token: token)
        else { throw Problem.unauthorized }
        return session
    }

    private func describe(_ session: Session, token: String?) -> Response {
        let description = SessionDescription(
            token: token,
            expiresAt: session.expiresAt,
            user: session.user,
            role: session.role
        )
        return Response(json: description.encoded())
    }

    /// RFC 6265, section 4.1: for this host alone, out of reach of scripts and of foreign pages.
    private func cookie(_ token: String, age: Int64, isSecure: Bool) -> String {
        "\(RequestIdentity.cookieName)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }
}
