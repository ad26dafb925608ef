import HTTPTypes
import Hummingbird
import NIOCore

/// The gateway's figures, for Prometheus.
struct MetricsRoutes: Sendable {
    /// What tells all figures now, if it is to be done here.
    let settings: MetricsSettings

    /// The routes.
    var routes: [Route] {
        guard let exposition = settings.exposition else { return [] }
        return [
            Route(
                .get,
                "/metrics",
                .open { [mediaType = settings.mediaType] _ in
                    Response(
                        status: .ok,
                        headers: [.contentType: mediaType],
                        body: ResponseBody(byteBuffer: ByteBuffer(bytes: exposition()))
                    )
                }
            )
        ]
    }
}
