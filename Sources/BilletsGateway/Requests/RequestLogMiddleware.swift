import HTTPTypes
import Hummingbird
import Logging

/// Gives each request an id, which its client may choose, and says of each one how it went, for whoever looks closely.
///
/// Every entry of the log about a request carries the id as `hb.request.id`, and the answer as `X-Request-Id`.
struct RequestLogMiddleware: RouterMiddleware {
    typealias Context = GatewayRequestContext

    /// The header field of the id.
    static let field = HTTPField.Name("X-Request-Id")

    /// The longest id that is taken over.
    static let idCharactersMaximum = 128

    private static let metadataKey = "hb.request.id"

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let id = Self.id(of: request.headers) {
            context.logger[metadataKey: Self.metadataKey] = "\(id)"
        }
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            Self.log(request, "no answer", since: start, context.logger)
            throw error
        }
        if let field = Self.field, let id = context.logger[metadataKey: Self.metadataKey] {
            response.headers[field] = id.description
        }
        Self.log(request, "\(response.status.code)", since: start, context.logger)
        return response
    }

    /// The id that a client has chosen; nil if there is none, or it is not fit to be shown everywhere.
    static func id(of headers: HTTPFields) -> String? {
        guard let field, headers[values: field].count == 1, let id = headers[field],
            (1...idCharactersMaximum).contains(id.utf8.count), id.utf8.allSatisfy(isPlain)
        else { return nil }
        return id
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-_.:/+=".utf8.contains(byte)
        }
    }

    /// Without the query, which may hold what somebody searches for.
    private static func log(
        _ request: Request,
        _ status: String,
        since start: ContinuousClock.Instant,
        _ logger: Logger
    ) {
        logger.debug(
            "Request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)",
                "status": "\(status)",
                "milliseconds": "\(Self.milliseconds(start.duration(to: .now)))",
            ]
        )
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration / .microseconds(1)
        return "\((microseconds / 10).rounded() / 100)"
    }
}
