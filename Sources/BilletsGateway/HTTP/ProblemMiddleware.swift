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
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            if !Self.safeMethods.contains(request.method),
                !RequestIdentity(request.head).isFromOwnOrigin(orOneOf: allowedOrigins)
            {
                throw Problem.foreignOrigin
            }
            response = try await next(request, context)
        } catch {
            response = Self.response(to: error, logger: context.logger)
        }
        response.headers[.cacheControl] = response.headers[.cacheControl] ?? "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        if request.headers[.connection] == "close" {
            let options = response.headers[.connection].map { $0 + ", close" }
            response.headers[.connection] = options ?? "close"
        }
        return response
    }

    private static let safeMethods: Set<HTTPRequest.Method> = [.get, .head, .options]

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
