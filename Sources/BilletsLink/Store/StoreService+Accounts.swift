import Billets
import BilletsWire
import GRPCCore

extension StoreService {
    /// The account that logs in with an e-mail.
    func findAccount(
        request: ProtoFindAccountRequest,
        context: ServerContext
    ) async throws -> ProtoFindAccountResponse {
        try await answering {
            var response = ProtoFindAccountResponse()
            if let account = try await store.account(email: request.email) {
                response.account = account.message
            }
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
            try await store.add(try Account(request.hasAccount ? request.account : nil))
            return ProtoAddAccountResponse()
        }
    }

    /// Changes an account.
    func editAccount(
        request: ProtoEditAccountRequest,
        context: ServerContext
    ) async throws -> ProtoEditAccountResponse {
        try await answering {
            try await store.edit(email: request.email, try AccountEdit(request))
            return ProtoEditAccountResponse()
        }
    }

    /// Ends sessions.
    func revokeSessions(
        request: ProtoRevokeSessionsRequest,
        context: ServerContext
    ) async throws -> ProtoRevokeSessionsResponse {
        try await answering {
            try await store.revoke(try Revocation.Scope(request.scope))
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
