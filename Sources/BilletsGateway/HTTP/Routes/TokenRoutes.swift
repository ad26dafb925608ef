import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// The API tokens of whoever asks, and for administrators those of all.
struct TokenRoutes: Sendable {
    /// The value of the parameter `owner` that stands for all users.
    static let allOwners = "all"

    /// The store of tokens.
    let accounts: any AccountStore

    /// The clock by which they end.
    let clock: WallClock

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/api/tokens", .session { try await list($0, $1) }),
            // A program that finds a token must not be able to make others that outlive it.
            Route(.post, "/api/tokens", .logIn { try await add($0, $1) }),
            Route(.delete, "/api/tokens/{id}", .logIn { try await remove($0, $1) }),
        ]
    }

    private func list(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let owner: UserID?
        switch try call.query.text("owner") {
        case nil: owner = session.user.id
        case Self.allOwners: owner = nil
        case .some(let text):
            guard let id = UserID(text) else {
                throw Problem(malformed: "owner must be the id of a user, or \(Self.allOwners).")
            }
            owner = id
        }
        guard owner == session.user.id || session.role == .admin else {
            throw Problem.administratorsOnly
        }
        return Response(json: try await accounts.tokens(of: owner).encoded())
    }

    private func add(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let draft = try await call.body(APITokenDraft.init(decoding:))
        guard !draft.scopes.contains(.admin) || session.role == .admin else {
            throw Rejection(
                .invalidMessage,
                "Only administrators may make tokens with the scope admin: leave it out."
            )
        }
        let secret = APITokenSecret()
        let now = clock.now()
        let token = secret.token(
            of: session.user.id,
            name: try AccountLimits.name(draft.name),
            at: now,
            expiresAt: draft.expiresInDays.map { now.adding(.seconds($0 * 86_400)) },
            scopes: draft.scopes
        )
        try await accounts.add(token, by: session.actor)
        return Response(json: token.encoded(secret: secret.text), status: .created)
    }

    private func remove(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let id: APITokenID = try call.identifier(of: "API token")
        let owner = session.role == .admin ? nil : session.user.id
        try await accounts.removeToken(id, of: owner)
        return Response(status: .noContent)
    }
}
