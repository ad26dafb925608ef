import Billets
import BilletsWire
import FoundationEssentials
import JWTKit

/// The claims of a session's token (RFC 7519); times in seconds, the start in milliseconds too.
struct SessionToken: JWTPayload {
    /// `sub`: the user.
    let subject: SubjectClaim

    /// `jti`: the log-in.
    let id: IDClaim

    /// `exp`: when the session ends.
    let expiration: ExpirationClaim

    /// When it began, in milliseconds since 1970.
    let startedAtMilliseconds: Int64

    /// The generation of the account in which the session began; tokens from before there were generations have none,
    /// which stands for 0.
    let generation: Int64?

    /// What the user is called.
    let name: String

    /// What the user may do.
    let role: String

    enum CodingKeys: String, CodingKey {
        case subject = "sub"
        case id = "jti"
        case expiration = "exp"
        case startedAtMilliseconds = "iat_ms"
        case generation
        case name
        case role
    }

    /// The claims of `session`.
    init(_ session: Session) {
        subject = SubjectClaim(value: session.user.id.description)
        id = IDClaim(value: session.id.description)
        let end = session.expiresAt ?? session.startedAt
        let seconds = Double(end.millisecondsSinceEpoch) / 1000
        expiration = ExpirationClaim(value: Date(timeIntervalSince1970: seconds))
        startedAtMilliseconds = session.startedAt.millisecondsSinceEpoch
        generation = session.generation
        name = session.user.name
        role = session.role.rawValue
    }

    /// The session of these claims, which the key `keyID` signed; nil if one of them makes no sense.
    func session(keyID: String) -> Session? {
        guard let userID = UserID(subject.value), let sessionID = SessionID(id.value),
            let role = AccountRole(rawValue: role)
        else { return nil }
        let end = Int64((expiration.value.timeIntervalSince1970 * 1000).rounded())
        return Session(
            id: sessionID,
            user: User(id: userID, name: name),
            role: role,
            generation: generation ?? 0,
            startedAt: Timestamp(millisecondsSinceEpoch: startedAtMilliseconds),
            expiresAt: Timestamp(millisecondsSinceEpoch: end),
            origin: .logIn(keyID: keyID)
        )
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {
        // The expiry is judged by `Sessions`, by its own clock.
    }
}
