public import Billets
public import BilletsWire
import GRPCCore

extension RemoteStore: AccountStore {
    /// The account that logs in with `email`.
    public func account(email: String) async throws(Rejection) -> Account? {
        var request = ProtoFindAccountRequest()
        request.email = email
        return try await find(request)
    }

    /// The account of the user `id`.
    public func account(_ id: UserID) async throws(Rejection) -> Account? {
        var request = ProtoFindAccountRequest()
        request.userID = id.bytes
        return try await find(request)
    }

    private func find(_ message: ProtoFindAccountRequest) async throws(Rejection) -> Account? {
        try await call(.read, patience: timing.callPatience) { client, options in
            let response = try await client.calls.findAccount(
                message,
                metadata: client.metadata,
                options: options
            )
            return response.hasAccount ? try Account(response.account) : nil
        }
    }

    /// All accounts, by e-mail.
    public func accounts() async throws(Rejection) -> [Account] {
        try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.listAccounts(
                ProtoListAccountsRequest(),
                metadata: client.metadata,
                options: options
            ).accounts.map { try Account($0) }
        }
    }

    /// Adds an account.
    public func add(_ account: Account, by actor: SessionActor?) async throws(Rejection) {
        var request = ProtoAddAccountRequest()
        request.account = account.message
        if let actor { request.actor = actor.message }
        let message = request
        _ = try await call(.change, patience: timing.callPatience) { client, options in
            try await client.calls.addAccount(message, metadata: client.metadata, options: options)
        }
    }

    /// Changes the account of the user `id`.
    @discardableResult
    public func edit(
        _ id: UserID,
        _ edit: AccountEdit,
        by actor: SessionActor?
    ) async throws(Rejection) -> Account {
        let message = edit.message(of: id, by: actor)
        return try await call(.change, patience: timing.callPatience) { client, options in
            let response = try await client.calls.editAccount(
                message,
                metadata: client.metadata,
                options: options
            )
            return try Account(response.hasAccount ? response.account : nil)
        }
    }

    /// Ends one session.
    public func revoke(_ session: SessionID) async throws(Rejection) {
        var request = ProtoRevokeSessionsRequest()
        request.scope.sessionID = session.bytes
        let message = request
        // Revoking twice is as good as once, so it is repeated like a read: a dead session must die.
        _ = try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.revokeSessions(
                message,
                metadata: client.metadata,
                options: options
            )
        }
    }

    /// The revocations after `number`.
    public func revocations(after number: Int64) async throws(Rejection) -> [Revocation] {
        var request = ProtoListRevocationsRequest()
        request.afterNumber = number
        let message = request
        return try await call(.read, patience: timing.callPatience) { client, options in
            try await client.calls.listRevocations(
                message,
                metadata: client.metadata,
                options: options
            ).revocations.map { try Revocation($0) }
        }
    }
}
