import Billets
import BilletsWire
import GRPCCore

/// What people and programs log in with, and how often they may try.
extension StoreService {
    /// Adds an API token.
    func addToken(
        request: ProtoAddTokenRequest,
        context: ServerContext
    ) async throws -> ProtoAddTokenResponse {
        try await answering {
            let token = try APIToken(request.hasToken ? request.token : nil)
            guard !token.scopes.isEmpty else { throw MessageFault("token.scopes is empty.") }
            try await store.add(
                token,
                by: request.hasActor ? try SessionActor(request.actor) : nil
            )
            return ProtoAddTokenResponse()
        }
    }

    /// The API tokens of a user, or of all.
    func listTokens(
        request: ProtoListTokensRequest,
        context: ServerContext
    ) async throws -> ProtoListTokensResponse {
        try await answering {
            var response = ProtoListTokensResponse()
            let owner =
                request.hasOwner ? try UserID(bytes: request.owner, field: "owner") : nil
            response.tokens = try await store.tokens(of: owner).map(\.message)
            return response
        }
    }

    /// The API token with a digest.
    func findToken(
        request: ProtoFindTokenRequest,
        context: ServerContext
    ) async throws -> ProtoFindTokenResponse {
        try await answering {
            var response = ProtoFindTokenResponse()
            let digest = try request.digest.secret(field: "digest")
            if let holder = try await store.holder(ofTokenWithDigest: digest) {
                response.token = holder.token.message
                response.account = holder.account.message
            }
            return response
        }
    }

    /// Removes an API token.
    func removeToken(
        request: ProtoRemoveTokenRequest,
        context: ServerContext
    ) async throws -> ProtoRemoveTokenResponse {
        try await answering {
            try await store.removeToken(
                try APITokenID(bytes: request.id, field: "id"),
                of: request.hasOwner ? try UserID(bytes: request.owner, field: "owner") : nil
            )
            return ProtoRemoveTokenResponse()
        }
    }

    /// The keys of sessions.
    func listSessionKeys(
        request: ProtoListSessionKeysRequest,
        context: ServerContext
    ) async throws -> ProtoListSessionKeysResponse {
        try await answering {
            var response = ProtoListSessionKeysResponse()
            response.keys = try await store.sessionKeys().map(\.message)
            return response
        }
    }

    /// Adds a key of sessions.
    func addSessionKey(
        request: ProtoAddSessionKeyRequest,
        context: ServerContext
    ) async throws -> ProtoAddSessionKeyResponse {
        try await answering {
            try await store.add(try SessionKey(request.hasKey ? request.key : nil))
            return ProtoAddSessionKeyResponse()
        }
    }

    /// Removes a key of sessions.
    func removeSessionKey(
        request: ProtoRemoveSessionKeyRequest,
        context: ServerContext
    ) async throws -> ProtoRemoveSessionKeyResponse {
        try await answering {
            try await store.removeSessionKey(request.id)
            return ProtoRemoveSessionKeyResponse()
        }
    }

    /// Counts attempts.
    func admitAttempts(
        request: ProtoAdmitAttemptsRequest,
        context: ServerContext
    ) async throws -> ProtoAdmitAttemptsResponse {
        try await answering {
            var response = ProtoAdmitAttemptsResponse()
            let attempts = try request.attempts.map { try ThrottledAttempt($0) }
            if let wait = try await store.admit(attempts) {
                response.retryAfterMilliseconds = wait.wholeMilliseconds
            }
            return response
        }
    }

    /// Forgets attempts.
    func forgiveAttempts(
        request: ProtoForgiveAttemptsRequest,
        context: ServerContext
    ) async throws -> ProtoForgiveAttemptsResponse {
        try await answering {
            try await store.forgive(request.subjects)
            return ProtoForgiveAttemptsResponse()
        }
    }
}
