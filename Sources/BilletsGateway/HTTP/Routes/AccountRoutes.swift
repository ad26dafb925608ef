import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// The accounts, for administrators; and for everybody, to whom tickets can be assigned.
struct AccountRoutes: Sendable {
    /// Where they are kept.
    let accounts: any AccountStore

    /// Who is logged in.
    let sessions: Sessions

    /// What hashes passwords.
    let passwords: PasswordHasher

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/api/assignees", .session { _, _ in try await assignees() }),
            Route(.get, "/api/users", .administrator { _, _ in try await list() }),
            Route(.post, "/api/users", .administratorLogIn { try await add($0, $1) }),
            Route(.get, "/api/users/{id}", .administrator { call, _ in try await read(call) }),
            Route(.patch, "/api/users/{id}", .administratorLogIn { try await change($0, $1) }),
        ]
    }

    private func assignees() async throws -> Response {
        Response(json: try await accounts.accounts().encodedAssignees())
    }

    private func list() async throws -> Response {
        Response(json: try await accounts.accounts().encoded())
    }

    private func read(_ call: RouteRequest) async throws -> Response {
        let id: UserID = try call.identifier(of: "user")
        guard let account = try await accounts.account(id) else {
            throw Rejection(unknownUser: id)
        }
        return Response(json: account.encoded())
    }

    private func add(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let draft = try await call.body(AccountDraft.init(decoding:))
        let account = try await sessions.add(draft, role: draft.role ?? .agent, by: session)
        var response = Response(json: account.encoded(), status: .created)
        response.headers[.location] = "/api/users/\(account.user.id)"
        return response
    }

    private func change(_ call: RouteRequest, _ session: Session) async throws -> Response {
        let id: UserID = try call.identifier(of: "user")
        let patch = try await call.body(AccountPatch.init(decoding:))
        guard try await accounts.account(id) != nil else { throw Rejection(unknownUser: id) }
        guard id != session.user.id || patch.isDisabled != true && patch.role != .agent else {
            throw Rejection(
                .invalidMessage,
                """
                You cannot disable yourself, or make yourself an agent: another administrator can, so \
                that there is always one.
                """
            )
        }
        let edit = try await edit(patch)
        guard !edit.isEmpty else {
            throw Rejection(
                .invalidMessage,
                """
                The change names nothing: name at least one of name, role, disabled, password and endTokens.
                """
            )
        }
        // Hashing a password takes long enough to be disabled meanwhile.
        return Response(json: try await accounts.edit(id, edit, by: session.actor).encoded())
    }

    private func edit(_ patch: AccountPatch) async throws -> AccountEdit {
        var edit = AccountEdit(
            name: try patch.name.map { text throws(Rejection) in try AccountLimits.name(text) },
            role: patch.role,
            isDisabled: patch.isDisabled,
            endsTokens: patch.endsTokens
        )
        if let password = patch.password {
            let hash = try await passwords.hash(try AccountLimits.password(password))
            edit.password = .changed(hash: hash)
        }
        return edit
    }
}
