import BilletsMetrics
import Foundation
import FoundationNetworking
import Logging
import ServiceLifecycle
import Testing

/// The door at which Prometheus comes in.
@Suite struct MetricsDoorTests {
    @Test func `It answers with all figures, and with nothing else`() async throws {
        let registry = PrometheusRegistry(version: "1")
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let door = MetricsDoor(registry, host: "127.0.0.1", port: 0, logger: Logger(label: "test"))
        {
            opened.yield($0)
        }
        let group = ServiceGroup(services: [door], logger: Logger(label: "test"))
        async let running: Void = group.run()
        let port = try #require(await ports.first { _ in true })
        let figures = try await answer(port, "/metrics")
        #expect(figures.status == 200)
        #expect(figures.type == PrometheusRegistry.mediaType)
        #expect(figures.text.contains(#"les_billets_build_info{version="1"} 1"#))
        #expect(try await answer(port, "/").status == 404)
        await group.triggerGracefulShutdown()
        try await running
    }

    private func answer(_ port: Int, _ path: String) async throws -> (
        status: Int?, type: String?, text: String
    ) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        let head = response as? HTTPURLResponse
        let type = head?.value(forHTTPHeaderField: "Content-Type")
        return (head?.statusCode, type, String(decoding: data, as: UTF8.self))
    }
}
