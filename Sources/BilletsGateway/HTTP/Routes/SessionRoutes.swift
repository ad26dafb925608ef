import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// Logging in and out, and making an account for oneself.
struct SessionRoutes: Sendable {
    /// Who is logged in.
    let sessions: Sessions

    /// Whether anybody may make an account.
    let allowsRegistration: Bool

    /// The routes.
    var routes: [Route] {
        [
            Route(.post, "/api/session", .open { try await logIn($0) }),
            Route(.get, "/api/session", .session { Response(json: describe($1, token: nil)) }),
            Route(.delete, "/api/session", .logIn { try await logOut($0, $1) }),
            Route(.put, "/api/session/password", .logIn { try await changePassword($0, $1) }),
            Route(.get, "/api/registration", .open { _ in registration() }),
            Route(.post, "/api/registration", .open { try await register($0) }),
        ]
    }

    private func logIn(_ call: RouteRequest) async throws -> Response {
        let credentials = try await call.body(Credentials.init(decoding:))
        return begin(try await sessions.logIn(credentials, from: call.client.address), call)
    }

    private func registration() -> Response {
        Response(json: Array((allowsRegistration ? #"{"open":true}"# : #"{"open":false}"#).utf8))
    }

    private func register(_ call: RouteRequest) async throws -> Response {
        guard allowsRegistration else { throw Problem.registrationOff }
        let draft = try await call.body(AccountDraft.init(decoding:))
        let opened = try await sessions.register(draft, from: call.client.address)
        return begin(opened, call, status: .created)
    }

    private func changePassword(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let change = try await call.body(PasswordChange.init(decoding:))
        let opened = try await sessions.changePassword(
            change,
            of: session,
            from: call.client.address
        )
        return begin(opened, call)
    }

    private func logOut(_ call: RouteRequest, _ session: Session) async throws -> Response {
        try await sessions.logOut(session)
        var response = Response(status: .noContent)
        response.headers[.setCookie] = cookie("", age: 0, client: call.client)
        return response
    }

    private func begin(
        _ opened: (token: String, session: Session),
        _ call: RouteRequest,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let (token, session) = opened
        var response = Response(json: describe(session, token: token), status: status)
        let age = session.expiresAt?.milliseconds(since: session.startedAt) ?? 0
        response.headers[.setCookie] = cookie(token, age: age / 1000, client: call.client)
        return response
    }

    private func describe(_ session: Session, token: String?) -> [UInt8] {
        SessionDescription(
            token: token,
            expiresAt: session.expiresAt,
            user: session.user,
            role: session.role
        ).encoded()
    }

    /// RFC 6265, section 4.1: for this host alone, out of reach of scripts and of foreign pages.
    private func cookie(_ token: String, age: Int64, client: ClientConnection) -> String {
        "\(RequestIdentity.cookieName)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict"
            + (client.isSecure ? "; Secure" : "")
    }
}
