import BilletsGateway
import BilletsLoad
import BilletsWire
import Testing

@Suite("HTTP of a gateway")
struct GatewayHTTPTests {
    @Test("It says that it is alive, and that it is ready, once store and bus are well")
    func health() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            let alive = try await gateway.http.request("GET", "/healthz")
            #expect(alive.status == 200)
            #expect(alive.headers["content-type"] == "application/json")
            let ready = try await gateway.readiness { $0.status == 200 }
            #expect(ready.status == 200)
            let expected =
                #"{"ready":true,"node":"gateway-1","draining":false,"store":{"state":"well"},"#
                + #""bus":{"state":"well"}}"#
            #expect(ready.body == expected)
        }
    }

    @Test("It is not ready while the store is away, says why, and is ready again afterwards")
    func storeAway() async throws {
        let store = MemoryStore()
        try await RunningGateway.run(store: store) { gateway in
            store.setUnavailable(true)
            let away = try await gateway.readiness { $0.status == 503 }
            #expect(away.body.contains(#""store":{"state":"unwell","reason":""#))
            #expect(try await gateway.http.request("GET", "/healthz").status == 200)
            store.setUnavailable(false)
            #expect(try await gateway.readiness { $0.status == 200 }.status == 200)
        }
    }

    @Test("What is not there is answered with a problem: 404")
    func notFound() async throws {
        try await RunningGateway.run { gateway in
            for (method, path) in [
                ("GET", "/nowhere"), ("GET", "/api"), ("POST", "/healthz"), ("DELETE", "/nowhere"),
                ("GET", "/ws/x"), ("GET", "/%2e%2e/etc/passwd"), ("PUT", "/api/session"),
            ] {
                let answer = try await gateway.http.request(method, path)
                #expect([404, 405].contains(answer.status), "\(method) \(path)")
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(answer.body.contains(#""type":"about:blank""#))
                #expect(answer.headers["cache-control"] == "no-store")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
            }
        }
    }
}

extension RunningGateway {
    /// Asks `/readyz` until the answer is as awaited, as a balancer does: there is no signal for it.
    fileprivate func readiness(
        _ isAwaited: (SessionClient.Answer) -> Bool
    ) async throws -> SessionClient.Answer {
        var answer = try await http.request("GET", "/readyz")
        for _ in 0..<100_000 where !isAwaited(answer) {
            answer = try await http.request("GET", "/readyz")
        }
        return answer
    }
}
