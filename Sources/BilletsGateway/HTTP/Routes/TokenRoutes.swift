import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// The API tokens of whoever asks.
struct TokenRoutes: Sendable {
    /// Where they are kept.
    let accounts: any AccountStore

    /// The clock by which they end.
    let clock: WallClock

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/api/tokens", .session { try await list($1) }),
            Route(.post, "/api/tokens", .session { try await add($0, $1) }),
            Route(.delete, "/api/tokens/{id}", .session { try await remove($0, $1) }),
        ]
    }

    private func list(_ session: Session) async throws -> Response {
        Response(json: try await accounts.tokens(of: session.user.id).encoded())
    }

    private func add(_ call: RouteRequest, _ session: Session) async throws -> Response {
        // Whoever finds a token must not be able to make himself others that outlive it.
        guard session.isLogIn else { throw Problem.sessionOnly }
        let draft = try await call.body(APITokenDraft.init(decoding:))
        let secret = APITokenSecret()
        let now = clock.now()
        let token = secret.token(
            of: session.user.id,
            name: try AccountLimits.name(draft.name),
            at: now,
            expiresAt: draft.expiresInDays.map { now.adding(.seconds($0 * 86_400)) }
        )
        try await accounts.add(token)
        return Response(json: token.encoded(secret: secret.text), status: .created)
    }

    private func remove(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let id: APITokenID = try call.identifier(of: "API token")
        let owner = session.role == .admin ? nil : session.user.id
        try await accounts.removeToken(id, of: owner)
        return Response(status: .noContent)
    }
}
