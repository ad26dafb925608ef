import Billets
import BilletsWire
import HTTPTypes
import Hummingbird
import NIOHTTP1

/// What a request says of who sent it: the token it carries, and the page it comes from.
struct RequestIdentity: Hashable, Sendable {
    /// The cookie that holds a browser's token.
    static let cookieName = "billets_session"

    /// The most cookies of one name that are tried.
    static let cookiesMaximum = 8

    /// The tokens that may be the session's.
    ///
    /// They are that of the `Authorization` header, or else those of the cookies of the name, in order: a browser sends
    /// several if some were set for other paths or domains.
    let tokens: [String]

    /// The origin of the page that sent it; browsers say it, programs do not.
    let origin: String?

    /// The host that the request was sent to.
    let host: String?

    /// Whether its browser says that the page is of another site, or of another host of this one (Fetch Metadata,
    /// `Sec-Fetch-Site`).
    let isFromOtherSite: Bool

    /// Reads the headers of an upgrade.
    init(_ headers: HTTPHeaders) {
        tokens = Self.tokens(
            authorization: headers.first(name: "authorization"),
            cookies: headers["cookie"]
        )
        origin = Self.joined(headers["origin"])
        host = Self.joined(headers["host"])
        isFromOtherSite = Self.isOther(headers["sec-fetch-site"])
    }

    /// Reads a request.
    init(_ request: HTTPRequest) {
        tokens = Self.tokens(
            authorization: request.headerFields[.authorization],
            cookies: request.headerFields[values: .cookie]
        )
        origin = request.headerFields[.origin]
        host = request.authority
        isFromOtherSite = Self.isOther(
            request.headerFields.filter { $0.name.canonicalName == "sec-fetch-site" }.map(\.value)
        )
    }

    /// Whether the page that sent the request may: it is of this very host, or of an allowed origin.
    ///
    /// `scheme` is what the client speaks to us, where that is known: a page in clear text may be anybody's, and
    /// may not speak to us over TLS. Without an origin it was no page that sent it, unless its browser says so.
    func isFromOwnOrigin(
        orOneOf allowed: Set<String>,
        over scheme: ClientConnection.Scheme? = nil
    ) -> Bool {
        guard let origin else { return !isFromOtherSite }
        if allowed.contains(origin) { return true }
        guard let host, let separator = origin.firstRange(of: "://"),
            let own = ClientConnection.Scheme(
                rawValue: origin[..<separator.lowerBound].lowercased()
            ),
            scheme == nil || scheme == own
        else { return false }
        let page = origin[separator.upperBound...]
        return Self.plain(page, own) == Self.plain(host[...], own)
    }

    /// A host without the port that is meant anyway.
    private static func plain(_ host: Substring, _ scheme: ClientConnection.Scheme) -> String {
        let port = scheme == .https ? ":443" : ":80"
        let host = host.lowercased()
        return host.hasSuffix(port) ? String(host.dropLast(port.count)) : host
    }

    /// Several lines of what may stand there once are none of ours.
    private static func joined(_ lines: [String]) -> String? {
        lines.isEmpty ? nil : lines.joined(separator: ", ")
    }

    private static func isOther(_ sites: [String]) -> Bool {
        sites.contains { $0 == "cross-site" || $0 == "same-site" }
    }

    private static func tokens(authorization: String?, cookies: [String]) -> [String] {
        if let token = authorization.flatMap(bearerToken) { return [token] }
        // The parser finds the first cookie of a name, so it gets them one by one.
        return cookies.lazy.flatMap { $0.split(separator: ";") }
            .compactMap { Cookies(from: [String($0)])[cookieName]?.value }
            .map(unquoted)
            .prefix(cookiesMaximum)
            .map { $0 }
    }

    /// RFC 9110, section 11.4: spaces stand between the scheme, in whatever case, and the token.
    private static func bearerToken(_ authorization: String) -> String? {
        let scheme = authorization.prefix { $0 != " " }
        guard scheme.lowercased() == "bearer" else { return nil }
        let token = HeaderList.trimmed(authorization.dropFirst(scheme.count))
        return token.isEmpty ? nil : token
    }

    /// RFC 6265, section 4.1.1: the value of a cookie may stand in quotation marks.
    private static func unquoted(_ value: String) -> String {
        let value = HeaderList.trimmed(value)
        guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
        return String(value.dropFirst().dropLast())
    }
}
