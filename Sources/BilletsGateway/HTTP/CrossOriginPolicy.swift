import HTTPTypes
import NIOHTTP1

/// The pages of other origins that may send requests and read their answers, and what browsers are told of that (Fetch
/// Standard, "CORS protocol").
struct CrossOriginPolicy: Hashable, Sendable {
    /// The origins, as browsers write them.
    let allowedOrigins: Set<String>

    /// The time for which browsers may remember the answer to a preflight request, in seconds.
    private static let maximumAge = "600"

    private static let requestFields = [
        "Accept", "Authorization", "Cache-Control", "Content-Type", "Idempotency-Key", "If-Match",
        "If-None-Match", "Last-Event-ID", "traceparent", "tracestate", "X-Request-Id",
    ].joined(separator: ", ")

    private static let responseFields = [
        "Allow", "ETag", "Location", "Retry-After", "Revision", "X-Request-Id",
    ].joined(separator: ", ")

    /// The origin of a request, if its pages are allowed.
    func allowedOrigin(of headers: HTTPHeaders) -> String? {
        guard !allowedOrigins.isEmpty else { return nil }
        return allowed(headers["origin"])
    }

    /// The origin of a request, if its pages are allowed.
    func allowedOrigin(of headers: HTTPFields) -> String? {
        guard !allowedOrigins.isEmpty else { return nil }
        return allowed(headers[values: .origin])
    }

    /// The fields of every answer to a request from `origin`, which is allowed, or nil.
    ///
    /// Answers differ by origin, which caches must know, as soon as one is allowed.
    func fields(for origin: String?) -> HTTPFields {
        guard !allowedOrigins.isEmpty else { return HTTPFields() }
        guard let origin else { return [.vary: "Origin"] }
        return [
            .vary: "Origin",
            .accessControlAllowOrigin: origin,
            .accessControlAllowCredentials: "true",
            .accessControlExposeHeaders: Self.responseFields,
        ]
    }

    /// The fields of the answer to a preflight request from `origin`, which is allowed; `methods` are the API's.
    func preflightFields(for origin: String, methods: String) -> HTTPFields {
        [
            .vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            .accessControlAllowOrigin: origin,
            .accessControlAllowCredentials: "true",
            .accessControlAllowMethods: methods,
            .accessControlAllowHeaders: Self.requestFields,
            .accessControlMaxAge: Self.maximumAge,
        ]
    }

    private func allowed(_ values: [String]) -> String? {
        guard values.count == 1, let origin = values.first else { return nil }
        return allowedOrigins.contains(origin) ? origin : nil
    }
}
