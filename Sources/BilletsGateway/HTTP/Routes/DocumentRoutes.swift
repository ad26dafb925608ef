import Billets
import BilletsDocuments
import BilletsWire
import HTTPTypes
import Hummingbird

/// What programmers read: the documents of the HTTP API and of the socket, and Swagger UI to try the former.
struct DocumentRoutes: Sendable {
    /// Scripts, styles and questions of the page are its own alone; what it shows is sent nowhere
    /// (Content Security Policy Level 3).
    ///
    /// Swagger UI has small pictures in its style sheet.
    static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
        connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """

    private let openAPI = Document(ServedDocuments.openAPI, mediaType: "application/json")
    private let asyncAPI = Document(ServedDocuments.asyncAPI, mediaType: "application/json")
    private let page: Document
    private let files: [String: Document]

    /// The documents, and Swagger UI, if it is there.
    init(_ swaggerUI: SwaggerUI?) {
        let html = swaggerUI == nil ? ServedDocuments.docsMissingPage : ServedDocuments.docsPage
        page = Document(html, mediaType: "text/html; charset=utf-8")
        files = swaggerUI?.files ?? [:]
    }

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/openapi.json", .open { openAPI.response(to: $0.request) }),
            Route(.get, "/asyncapi.json", .open { asyncAPI.response(to: $0.request) }),
            Route(.get, "/docs", .open { withPolicy(page.response(to: $0.request)) }),
            Route(.get, "/docs/{file}", .open { try file($0) }),
        ]
    }

    /// No path of a request reaches the file system: only what was read at the start has a name here.
    private func file(_ call: RouteRequest) throws(Problem) -> Response {
        guard let file = call.parameters.get("file").flatMap({ files[$0] }) else {
            throw Problem(Rejection(.notFound, "There is no such file among those of /docs."))
        }
        return withPolicy(file.response(to: call.request))
    }

    private func withPolicy(_ response: Response) -> Response {
        var response = response
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        return response
    }
}
