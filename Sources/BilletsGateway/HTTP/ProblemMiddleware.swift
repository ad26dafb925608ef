import BilletsWire
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Answers every failure with a problem document, and keeps answers out of caches and of foreign pages.
struct ProblemMiddleware: RouterMiddleware {
    /// Origins of pages that may send requests, besides the gateway's own.
    let allowedOrigins: Set<String>

    @concurrent func handle(
        _ request: Request,
        context: GatewayRequestContext,
        next: @concurrent (Request, GatewayRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            if !Self.safeMethods.contains(request.method) {
                try check(request, from: context.client)
            }
            response = try await next(request, context)
        } catch let cut as RequestCut {
            // Nobody is there for an answer.
            throw cut
        } catch {
            response = Self.response(to: error, logger: context.logger)
        }
        SecurityHeaders.add(to: &response.headers, isSecure: context.client.isSecure)
        if request.headers[.connection] == "close" {
            let options = response.headers[.connection].map { $0 + ", close" }
            response.headers[.connection] = options ?? "close"
        }
        return response
    }

    private static let safeMethods: Set<HTTPRequest.Method> = [.get, .head, .options]

    /// Looks at a request that may change something: it comes from no foreign page, and its body is none that a page
    /// may send to anybody without asking first (Fetch Standard, "CORS-safelisted request-header").
    private func check(_ request: Request, from client: ClientConnection) throws(Problem) {
        let identity = RequestIdentity(request.head)
        guard identity.isFromOwnOrigin(orOneOf: allowedOrigins, over: client.scheme) else {
            throw .foreignOrigin
        }
        let hasBody =
            request.headers[.transferEncoding] != nil
            || (request.headers[.contentLength] ?? "0") != "0"
        guard hasBody, let type = request.headers[.contentType] else { return }
        let essence = type.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        guard essence == "application/json" || essence.hasSuffix("+json") else {
            throw Problem(
                status: 415,
                code: "invalid_message",
                title: "Unsupported media type",
                detail: "The body must be JSON: say so with Content-Type: application/json."
            )
        }
    }

    private static func response(to error: any Error, logger: Logger) -> Response {
        let problem: Problem
        switch error {
        case let error as Problem:
            problem = error
        case let error as HTTPError:
            problem = self.problem(error)
        case is NIOTooManyBytesError:
            problem = self.problem(HTTPError(.contentTooLarge))
        default:
            logger.error("A request failed: \(error)")
            problem = Problem(
                status: 500,
                code: "internal_error",
                title: "Internal error",
                detail: "The request failed for a reason that is in the server's log: try again."
            )
        }
        var response = Response(problem)
        if let retryAfter = problem.retryAfter {
            response.headers[.retryAfter] = String(max(1, retryAfter.components.seconds))
        }
        return response
    }

    private static func problem(_ error: HTTPError) -> Problem {
        let status = error.status.code
        let (code, detail) =
            switch status {
            case 404: ("not_found", "There is nothing at this address: check the path.")
            case 405: ("method_not_allowed", "This address does not take this method.")
            case 413: ("too_large", "The body is too large: send less.")
            default: ("invalid_message", "The request cannot be understood: check its form.")
            }
        return Problem(
            status: status,
            code: code,
            title: error.status.reasonPhrase,
            detail: detail
        )
    }
}

extension Response {
    /// The response that carries a problem document.
    init(_ problem: Problem) {
        self.init(
            json: problem.encoded(),
            status: HTTPResponse.Status(code: problem.status),
            mediaType: Problem.mediaType
        )
    }

    /// A response that carries JSON, UTF-8.
    init(
        json: [UInt8],
        status: HTTPResponse.Status = .ok,
        mediaType: String = "application/json"
    ) {
        self.init(
            status: status,
            headers: [.contentType: mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json))
        )
    }
}
