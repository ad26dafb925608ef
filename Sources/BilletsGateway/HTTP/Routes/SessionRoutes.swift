import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// Logging in and out.
struct SessionRoutes: Sendable {
    /// Who is logged in.
    let sessions: Sessions

    /// The routes.
    var routes: [Route] {
        [
            Route(.post, "/api/session", .open { try await logIn($0) }),
            Route(.get, "/api/session", .session { describe($1, token: nil) }),
            Route(.delete, "/api/session", .session { try await logOut($0, $1) }),
        ]
    }

    private func logIn(_ call: RouteRequest) async throws -> Response {
        let credentials = try await call.body(Credentials.init(decoding:))
        let (token, session) = try await sessions.logIn(credentials)
        var response = describe(session, token: token)
        let age = session.expiresAt.milliseconds(since: session.startedAt) / 1000
        response.headers[.setCookie] = cookie(token, age: age, request: call.request)
        return response
    }

    private func logOut(_ call: RouteRequest, _ session: Session) async throws -> Response {
        try await sessions.logOut(session)
        var response = Response(status: .noContent)
        response.headers[.setCookie] = cookie("", age: 0, request: call.request)
        return response
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
    private func cookie(_ token: String, age: Int64, request: Request) -> String {
        let forwarded = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] }
        let isSecure = forwarded == "https"
        return
            "\(RequestIdentity.cookieName)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }
}
