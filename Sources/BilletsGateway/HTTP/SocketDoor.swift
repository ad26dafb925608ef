import Billets
import BilletsWire
import NIOCore

/// Decides who may open a socket or an event stream.
struct SocketDoor: Sendable {
    /// Where sockets are opened.
    static let path = "/ws"

    /// The subprotocol that a client may offer.
    static let subprotocol = "les-billets.v1"

    /// The sessions that let their users in.
    let sessions: Sessions

    /// The state of the gateway, which may be about to stop.
    let health: GatewayHealth

    private let allowedOrigins: Set<String>
    private let ledger: ConnectionLedger
    private let rates: UserRates

    /// The door of one gateway.
    init(
        sessions: Sessions,
        health: GatewayHealth,
        ledger: ConnectionLedger,
        rates: UserRates,
        configuration: GatewayConfiguration
    ) {
        self.sessions = sessions
        self.health = health
        allowedOrigins = configuration.allowedOrigins
        self.ledger = ledger
        self.rates = rates
    }

    /// Lets the sender of a handshake in, as the user of their session.
    ///
    /// - Throws: `Problem` 401, 403, 429 if they have as many sockets as they may or open them too fast, or 503 if the
    ///   gateway is full or about to stop.
    func admit(
        _ identity: RequestIdentity,
        from client: ClientConnection
    ) async throws(Problem) -> Session {
        guard identity.isFromOwnOrigin(orOneOf: allowedOrigins, over: client.scheme) else {
            throw .foreignOrigin
        }
        let session = try await self.session(identity, client.address)
        guard session.permits(.read) else { throw .missing(.read) }
        guard health.takesClients else {
            throw Self.refusal("This gateway is about to stop: connect again, to another one.")
        }
        guard !ledger.isFull else { throw Self.full }
        guard ledger.hasRoom(for: session.user.id, from: client.address) else {
            throw Self.tooMany
        }
        guard rates.rate(of: session.user.id)?.admit(at: UserRates.now) ?? true else {
            throw Problem(Rejection.tooManyRequests)
        }
        return session
    }

    private func session(
        _ identity: RequestIdentity,
        _ address: ClientAddress
    ) async throws(Problem) -> Session {
        let session: Session?
        do {
            session = try await sessions.session(of: identity, from: address)
        } catch {
            throw Problem(error)
        }
        guard let session else { throw .unauthorized }
        return session
    }

    /// Counts the socket that `channel` becomes, until it is closed.
    ///
    /// - Returns: whether there was still room for it.
    func seat(_ session: Session, from client: ClientConnection, on channel: any Channel) -> Bool {
        let user = session.user.id
        guard ledger.socketOpened(by: user, from: client.address) else { return false }
        channel.closeFuture.whenComplete { [ledger] _ in
            ledger.socketClosed(by: user, from: client.address)
        }
        return true
    }

    /// Counts an event stream of `session` among the sockets, for as long as the seat lives.
    ///
    /// - Throws: `Problem` 429 if its user or the address has as many sockets and streams as they may, or 503 if the
    ///   gateway is full.
    func seat(_ session: Session, from client: ClientConnection) throws(Problem) -> StreamSeat {
        guard let seat = StreamSeat(in: ledger, of: session.user.id, from: client.address) else {
            throw ledger.isFull ? Self.full : Self.tooMany
        }
        return seat
    }

    /// Whether a session that was let in has not been ended since.
    func stillAdmits(_ session: Session) -> Bool {
        !sessions.revocations.hasEnded(session)
    }

    private static let tooMany = Problem(
        Rejection(
            .rateLimited,
            """
            You have as many sockets and event streams open as one user or one address may: close some of \
            them first.
            """
        )
    )

    private static let full = refusal(
        "This gateway holds as many sockets and event streams as it may: try again shortly."
    )

    /// The problem that answers a handshake which would be admitted the next time.
    static let tryAgain = refusal("The socket could not be opened just now: try again.")

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
