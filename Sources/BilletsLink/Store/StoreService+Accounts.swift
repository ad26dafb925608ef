import Billets
import BilletsWire
import GRPCCore

extension StoreService {
    /// The account that logs in with an e-mail, or that of a user.
    func findAccount(
        request: ProtoFindAccountRequest,
        context: ServerContext
    ) async throws -> ProtoFindAccountResponse {
        try await answering {
            var response = ProtoFindAccountResponse()
            let account: Account?
            switch request.key {
            case .email(let email): account = try await store.account(email: email)
            case .userID(let id):
                account = try await store.account(try UserID(bytes: id, field: "user_id"))
            case nil:
                throw MessageFault("The key is missing, or of a kind that is not known here.")
            }
            if let account { response.account = account.message }
            return response
        }
    }

    /// All accounts.
    func listAccounts(
        request: ProtoListAccountsRequest,
        context: ServerContext
    ) async throws -> ProtoListAccountsResponse {
        try await answering {
            var response = ProtoListAccountsResponse()
            response.accounts = try await store.accounts().map(\.message)
            return response
        }
    }

    /// Adds an account.
    func addAccount(
        request: ProtoAddAccountRequest,
        context: ServerContext
    ) async throws -> ProtoAddAccountResponse {
        try await answering {
            try await store.add(
                try Account(request.hasAccount ? request.account : nil),
                by: request.hasActor ? try SessionActor(request.actor) : nil
            )
            return ProtoAddAccountResponse()
        }
    }

    /// Changes an account.
    func editAccount(
        request: ProtoEditAccountRequest,
        context: ServerContext
    ) async throws -> ProtoEditAccountResponse {
        try await answering {
            var response = ProtoEditAccountResponse()
            let user = try UserID(bytes: request.userID, field: "user_id")
            let actor = request.hasActor ? try SessionActor(request.actor) : nil
            let edit = try AccountEdit(request)
            response.account = try await store.edit(user, edit, by: actor).message
            return response
        }
    }

    /// Ends one session.
    func revokeSessions(
        request: ProtoRevokeSessionsRequest,
        context: ServerContext
    ) async throws -> ProtoRevokeSessionsResponse {
        try await answering {
            guard case .sessionID(let id) = request.scope.scope else {
                throw MessageFault("scope.session_id is missing: EditAccount ends all of a user.")
            }
            try await store.revoke(try SessionID(bytes: id, field: "scope.session_id"))
            return ProtoRevokeSessionsResponse()
        }
    }

    /// The revocations after a number.
    func listRevocations(
        request: ProtoListRevocationsRequest,
        context: ServerContext
    ) async throws -> ProtoListRevocationsResponse {
        try await answering {
            var response = ProtoListRevocationsResponse()
            response.revocations = try await store.revocations(after: request.afterNumber)
                .map(\.message)
            return response
        }
    }
}
