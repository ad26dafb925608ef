import Billets
import BilletsBoard
import BilletsDeflate
import BilletsWire
import Crypto
import HTTPTypes
import Hummingbird

/// The board, for people: one page, and the modules and styles that it loads.
///
/// They are part of the binary. Their addresses carry a digest of them all, so that a browser keeps them for good and
/// never mixes those of two versions; only the page itself is asked for again each time.
struct BoardRoutes: Sendable {
    /// Scripts, styles, pictures and questions of the page are its own alone; it may be put into no other page, and
    /// nothing in it can make markup of a text (Content Security Policy Level 3; Trusted Types).
    static let contentSecurityPolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'
        """

    private let version: String
    private let page: Document
    private let files: [String: Document]

    /// The board that this program carries.
    init() {
        var digest = SHA256()
        for (name, file) in BoardFiles.all.sorted(by: { $0.key < $1.key }) {
            digest.update(data: Array(name.utf8))
            digest.update(data: file.bytes)
        }
        version = String(
            decoding: Hexadecimal.digits(of: digest.finalize().prefix(8)),
            as: UTF8.self
        )
        page = Self.document(
            BoardFile(
                bytes: BoardFiles.page(version: version),
                mediaType: "text/html; charset=utf-8"
            )
        )
        files = BoardFiles.all.mapValues(Self.document)
    }

    private static func document(_ file: BoardFile) -> Document {
        Document(file.bytes, compressed: Gzip.compress(file.bytes), mediaType: file.mediaType)
    }

    /// The routes.
    var routes: [Route] {
        [
            Route(.get, "/", .open { board($0) }),
            Route(.get, "/board/{version}/{file}", .open { try file($0) }),
        ]
    }

    /// No path of a request reaches the file system: only what is part of the binary has a name here.
    ///
    /// While gateways of two versions run side by side, a page of the one may ask the other: it gets what there is,
    /// and keeps it for no longer than it needs it.
    private func file(_ call: RouteRequest) throws(Problem) -> Response {
        guard let file = call.parameters.get("file").flatMap({ files[$0] }) else {
            throw Problem(Rejection(.notFound, "There is no such file among those of the board."))
        }
        var response = file.response(to: call.request)
        if call.parameters.get("version") == version {
            response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        }
        return response
    }

    private func board(_ call: RouteRequest) -> Response {
        var response = page.response(to: call.request)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        return response
    }
}
