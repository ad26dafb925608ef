import BilletsWire

/// Decides who may open a socket.
struct SocketDoor: Sendable {
    /// Where sockets are opened.
    static let path = "/ws"

    /// The subprotocol that a client may offer.
    static let subprotocol = "les-billets.v1"

    private let sessions: Sessions
    private let presence: Presence
    private let health: GatewayHealth
    private let allowedOrigins: Set<String>
    private let socketsMaximum: Int

    /// The door of one gateway.
    init(
        sessions: Sessions,
        presence: Presence,
        health: GatewayHealth,
        allowedOrigins: Set<String>,
        socketsMaximum: Int
    ) {
        self.sessions = sessions
        self.presence = presence
        self.health = health
        self.allowedOrigins = allowedOrigins
        self.socketsMaximum = socketsMaximum
    }

    /// Lets the sender of a request in, as the user of their session.
    ///
    /// - Throws: `Problem` 401, 403, or 503 if the gateway is full or about to stop.
    func admit(_ identity: RequestIdentity) async throws(Problem) -> Session {
        guard identity.isFromOwnOrigin(orOneOf: allowedOrigins) else {
            throw .foreignOrigin
        }
        guard let token = identity.token, let session = await sessions.session(token: token) else {
            throw .unauthorized
        }
        guard !health.isDraining else {
            throw Self.refusal("This gateway is about to stop: connect again, to another one.")
        }
        guard presence.socketCount < socketsMaximum else {
            throw Self.refusal("This gateway holds as many sockets as it may: try again shortly.")
        }
        return session
    }

    /// Whether a session that was let in has not been ended since.
    func stillAdmits(_ session: Session) -> Bool {
        !sessions.revocations.hasEnded(session)
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(
            status: 503,
            code: "unavailable",
            title: "Unavailable",
            detail: detail,
            retryAfter: .seconds(1)
        )
    }
}
