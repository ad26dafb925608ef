import HTTPTypes
import Hummingbird
import NIOCore

/// The gateway's figures, for Prometheus.
struct MetricsRoutes: Sendable {
    /// All figures now, in text format 0.0.4; nil if they are told elsewhere.
    let exposition: (@Sendable () -> [UInt8])?

    /// The routes.
    var routes: [Route] {
        guard let exposition else { return [] }
        return [
            Route(
                .get,
                "/metrics",
                .open { _ in
                    Response(
                        status: .ok,
                        headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                        body: ResponseBody(byteBuffer: ByteBuffer(bytes: exposition()))
                    )
                }
            )
        ]
    }
}
