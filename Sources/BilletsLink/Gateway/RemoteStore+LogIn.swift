public import Billets
public import BilletsWire
import FoundationEssentials
import GRPCCore

/// What people and programs log in with, and how often they may try.
///
/// What adds, removes or counts is not repeated when it fails on its way: done twice, it is refused, or counted
/// twice.
extension RemoteStore {
    /// Adds an API token.
    public func add(_ token: APIToken, by actor: SessionActor?) async throws(Rejection) {
        var request = ProtoAddTokenRequest()
        request.token = token.message
        if let actor { request.actor = actor.message }
        let message = request
        _ = try await call(.change, patience: timing.callPatience) { client, options in
            try await client.calls.addToken(message, metadata: client.metadata, options: options)
        }
    }

    /// The API tokens of `owner`, or of all users, that have not ended.
    public func tokens(of owner: UserID?) async throws(Rejection) -> [APIToken] {
        var request = ProtoListTokensRequest()
        if let owner { request.owner = owner.bytes }
        let message = request
        return try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.listTokens(
                message,
                metadata: client.metadata,
                options: options
            ).tokens.map { try APIToken($0) }
        }
    }

    /// The API token with `digest`, and the account that it acts for.
    public func holder(
        ofTokenWithDigest digest: [UInt8]
    ) async throws(Rejection) -> TokenHolder? {
        var request = ProtoFindTokenRequest()
        request.digest = Data(digest)
        let message = request
        return try await call(.read, patience: timing.callPatience) { client, options in
            let response = try await client.calls.findToken(
                message,
                metadata: client.metadata,
                options: options
            )
            guard response.hasToken else { return nil }
            return TokenHolder(
                token: try APIToken(response.token),
                account: try Account(response.hasAccount ? response.account : nil)
            )
        }
    }

    /// Removes an API token.
    public func removeToken(_ id: APITokenID, of owner: UserID?) async throws(Rejection) {
        var request = ProtoRemoveTokenRequest()
        request.id = id.bytes
        if let owner { request.owner = owner.bytes }
        let message = request
        _ = try await call(.change, patience: timing.callPatience) { client, options in
            try await client.calls.removeToken(message, metadata: client.metadata, options: options)
        }
    }

    /// The keys of sessions, the oldest first.
    public func sessionKeys() async throws(Rejection) -> [SessionKey] {
        try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.listSessionKeys(
                ProtoListSessionKeysRequest(),
                metadata: client.metadata,
                options: options
            ).keys.map { try SessionKey($0) }
        }
    }

    /// Adds a key of sessions.
    public func add(_ key: SessionKey) async throws(Rejection) {
        var request = ProtoAddSessionKeyRequest()
        request.key = key.message
        let message = request
        _ = try await call(.change, patience: timing.callPatience) { client, options in
            try await client.calls.addSessionKey(
                message,
                metadata: client.metadata,
                options: options
            )
        }
    }

    /// Removes a key of sessions.
    public func removeSessionKey(_ id: String) async throws(Rejection) {
        var request = ProtoRemoveSessionKeyRequest()
        request.id = id
        let message = request
        _ = try await call(.change, patience: timing.callPatience) { client, options in
            try await client.calls.removeSessionKey(
                message,
                metadata: client.metadata,
                options: options
            )
        }
    }

    /// Counts attempts, all or none.
    public func admit(_ attempts: [ThrottledAttempt]) async throws(Rejection) -> Duration? {
        var request = ProtoAdmitAttemptsRequest()
        request.attempts = attempts.map(\.message)
        let message = request
        return try await call(.change, patience: timing.callPatience) { client, options in
            let response = try await client.calls.admitAttempts(
                message,
                metadata: client.metadata,
                options: options
            )
            return response.hasRetryAfterMilliseconds
                ? .milliseconds(response.retryAfterMilliseconds) : nil
        }
    }

    /// Forgets the attempts at these subjects; what is forgotten can be forgotten again.
    public func forgive(_ subjects: [String]) async throws(Rejection) {
        var request = ProtoForgiveAttemptsRequest()
        request.subjects = subjects
        let message = request
        _ = try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.forgiveAttempts(
                message,
                metadata: client.metadata,
                options: options
            )
        }
    }
}
