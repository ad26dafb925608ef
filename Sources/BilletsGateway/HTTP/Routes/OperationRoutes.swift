import Billets
import BilletsWire
import HTTPTypes
import Hummingbird

/// What administrators see of the whole installation.
struct OperationRoutes: Sendable {
    /// Where gateways tell who is there.
    let store: any TicketStore

    /// Who those are.
    let accounts: any AccountStore

    /// The routes.
    var routes: [Route] {
        [Route(.get, "/api/gateways", .administrator { _, _ in try await gateways() })]
    }

    private func gateways() async throws -> Response {
        let gateways = try await store.gateways()
        let people = try await accounts.accounts().map(\.user)
        return Response(json: gateways.encoded(naming: people))
    }
}
