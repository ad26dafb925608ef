import HTTPTypes
import Hummingbird

/// One operation of the HTTP API: a method on a path, who may use it, and what it does.
struct Route: Sendable {
    /// What answers a request, and whom it answers.
    enum Handler: Sendable {
        /// Anybody.
        case open(@Sendable (RouteRequest) async throws -> Response)

        /// Any session. An API token needs `read` for GET and HEAD, and `write` for other methods.
        case session(@Sendable (RouteRequest, Session) async throws -> Response)

        /// Any session but that of an API token.
        case logIn(@Sendable (RouteRequest, Session) async throws -> Response)

        /// Administrators, and their API tokens with the scope `admin`.
        case administrator(@Sendable (RouteRequest, Session) async throws -> Response)

        /// Administrators who have logged in, but no API token.
        case administratorLogIn(@Sendable (RouteRequest, Session) async throws -> Response)
    }

    /// The method.
    let method: HTTPRequest.Method

    /// The path, with its parameters in braces: `/api/tickets/{id}`.
    let path: String

    /// What answers.
    let handler: Handler

    /// The operation `method` on `path`.
    init(_ method: HTTPRequest.Method, _ path: String, _ handler: Handler) {
        self.method = method
        self.path = path
        self.handler = handler
    }

    /// The segments of a path, as the router has them: empty ones do not count.
    static func segments(of path: String) -> [Substring] {
        path.split(separator: "/")
    }
}
