import BilletsWire
import Hummingbird

/// How the gateway is, for balancers and operators.
struct HealthRoutes: Sendable {
    /// How it is.
    let health: GatewayHealth

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/healthz", .open { _ in Response(json: Array(#"{"alive":true}"#.utf8)) }),
            Route(.get, "/readyz", .open { _ in readiness() }),
        ]
    }

    private func readiness() -> Response {
        let readiness = health.readiness
        return Response(
            json: readiness.encoded(),
            status: readiness.isReady ? .ok : .serviceUnavailable
        )
    }
}
