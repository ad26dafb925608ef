import Billets
import BilletsWire
import HTTPTypes
import NIOHTTP1

/// What a request says of who sent it: the token it carries, and the page it comes from.
struct RequestIdentity: Hashable, Sendable {
    /// The cookie that holds a browser's token.
    static let cookieName = "billets_session"

    /// The token of the session, from the `Authorization` header or the cookie.
    let token: String?

    /// The origin of the page that sent it; browsers say it, programs do not.
    let origin: String?

    /// The host that the request was sent to.
    let host: String?

    /// Reads the headers of an upgrade.
    init(_ headers: HTTPHeaders) {
        token = Self.token(
            authorization: headers.first(name: "authorization"),
            cookies: headers["cookie"]
        )
        origin = headers.first(name: "origin")
        host = headers.first(name: "host")
    }

    /// Reads a request.
    init(_ request: HTTPRequest) {
        token = Self.token(
            authorization: request.headerFields[.authorization],
            cookies: request.headerFields[values: .cookie]
        )
        origin = request.headerFields[.origin]
        host = request.authority
    }

    /// Whether the page that sent the request may: it is of this very host, or of an allowed origin.
    func isFromOwnOrigin(orOneOf allowed: Set<String>) -> Bool {
        guard let origin else { return true }
        if allowed.contains(origin) { return true }
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }

    private static func token(authorization: String?, cookies: [String]) -> String? {
        let scheme = "bearer "
        if let authorization, authorization.lowercased().hasPrefix(scheme) {
            return String(authorization.dropFirst(scheme.count))
        }
        for cookie in cookies.flatMap({ $0.split(separator: ";") }) {
            let trimmed = cookie.drop { $0 == " " }
            if trimmed.hasPrefix(cookieName + "=") {
                return String(trimmed.dropFirst(cookieName.count + 1))
            }
        }
        return nil
    }
}
