import Billets
import FoundationEssentials

extension APIToken {
    /// Reads a token; it must be there.
    init(_ message: ProtoAPIToken?) throws(MessageFault) {
        guard let message else { throw MessageFault("token is missing.") }
        let expiry = message.expiresAtMilliseconds
        self.init(
            id: try APITokenID(bytes: message.id, field: "token.id"),
            owner: try UserID(bytes: message.owner, field: "token.owner"),
            name: message.name,
            digest: try message.digest.secret(field: "token.digest"),
            createdAt: Timestamp(millisecondsSinceEpoch: message.createdAtMilliseconds),
            expiresAt: message.hasExpiresAtMilliseconds
                ? Timestamp(millisecondsSinceEpoch: expiry) : nil,
            scopes: Set(try message.scopes.map(APITokenScope.init(_:)))
        )
    }

    /// The token as the link carries it.
    var message: ProtoAPIToken {
        var message = ProtoAPIToken()
        message.id = id.bytes
        message.owner = owner.bytes
        message.name = name
        message.digest = Data(digest)
        message.createdAtMilliseconds = createdAt.millisecondsSinceEpoch
        if let expiresAt { message.expiresAtMilliseconds = expiresAt.millisecondsSinceEpoch }
        message.scopes = APITokenScope.allCases.filter(scopes.contains).map(\.message)
        return message
    }
}

extension APITokenScope {
    /// Reads a scope.
    init(_ message: ProtoAPITokenScope) throws(MessageFault) {
        switch message {
        case .read: self = .read
        case .write: self = .write
        case .admin: self = .admin
        case .unspecified, .UNRECOGNIZED:
            throw MessageFault("token.scopes has \(message.rawValue), which is unknown here.")
        }
    }

    /// The scope as the link carries it.
    var message: ProtoAPITokenScope {
        switch self {
        case .read: .read
        case .write: .write
        case .admin: .admin
        }
    }
}

extension SessionKey {
    /// Reads a key; it must be there.
    init(_ message: ProtoSessionKey?) throws(MessageFault) {
        guard let message else { throw MessageFault("key is missing.") }
        self.init(
            id: message.id,
            secret: try message.secret.secret(field: "key.secret"),
            createdAt: Timestamp(millisecondsSinceEpoch: message.createdAtMilliseconds)
        )
    }

    /// The key as the link carries it.
    var message: ProtoSessionKey {
        var message = ProtoSessionKey()
        message.id = id
        message.secret = Data(secret)
        message.createdAtMilliseconds = createdAt.millisecondsSinceEpoch
        return message
    }
}

extension ThrottledAttempt {
    /// Reads an attempt.
    init(_ message: ProtoThrottledAttempt) throws(MessageFault) {
        guard message.subject.utf8.count <= Self.subjectBytesMaximum, message.burst >= 1,
            message.intervalMilliseconds >= 1
        else {
            throw MessageFault("An attempt has no subject, burst or interval that makes sense.")
        }
        self.init(
            subject: message.subject,
            throttle: Throttle(
                burst: Int(message.burst),
                interval: .milliseconds(message.intervalMilliseconds)
            )
        )
    }

    /// The attempt as the link carries it.
    var message: ProtoThrottledAttempt {
        var message = ProtoThrottledAttempt()
        message.subject = subject
        message.burst = Int64(throttle.burst)
        message.intervalMilliseconds = throttle.interval.wholeMilliseconds
        return message
    }
}

extension Data {
    /// The 32 bytes of a digest or a key.
    func secret(field: StaticString) throws(MessageFault) -> [UInt8] {
        guard count == 32 else {
            throw MessageFault("\(field) has \(count) bytes, and should have 32.")
        }
        return [UInt8](self)
    }
}
