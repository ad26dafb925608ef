import NIOHTTP1
import Testing

@testable import BilletsGateway

@Suite("RequestIdentity")
struct RequestIdentityTests {
    private func token(_ headers: HTTPHeaders) -> String? {
        RequestIdentity(headers).tokens.first
    }

    @Test(
        "The token is found in the cookie, wherever it stands among others",
        arguments: [
            "billets_session=t", "a=b; billets_session=t", "billets_session=t; a=b",
            "a=b;billets_session=t;c=d", "xbillets_session=no; billets_session=t",
            "billets_session2=no; billets_session=t", "  billets_session=t", "=; billets_session=t",
        ]
    )
    func cookies(_ cookie: String) {
        #expect(token(["Cookie": cookie]) == "t")
    }

    @Test(
        "A cookie of another name holds no token",
        arguments: [
            "", "billets_session", "xbillets_session=t", "Billets_Session=t", "a=billets_session",
        ]
    )
    func otherCookies(_ cookie: String) {
        #expect(token(["Cookie": cookie]) == nil)
    }

    @Test("Cookies may come in several headers")
    func severalHeaders() {
        #expect(token(["Cookie": "a=b", "cookie": "billets_session=t"]) == "t")
    }

    @Test("Each cookie of the name is looked at, in order, and not more than so many")
    func severalCookies() {
        func tokens(_ cookies: String) -> [String] {
            RequestIdentity(["Cookie": cookies] as HTTPHeaders).tokens
        }
        #expect(
            tokens("billets_session=old; a=b; billets_session=new; billets_session=\"q\"")
                == ["old", "new", "q"]
        )
        let many = (1...20).map { "billets_session=\($0)" }.joined(separator: ";")
        #expect(tokens(many).count == RequestIdentity.cookiesMaximum)
    }

    @Test("The value of a cookie may stand in quotation marks")
    func quoted() {
        #expect(token(["Cookie": #"billets_session="t""#]) == "t")
        #expect(token(["Cookie": #"a="b"; billets_session="t" ; c=d"#]) == "t")
        #expect(token(["Cookie": #"billets_session="t"#]) == #""t"#)
    }

    @Test("Any number of spaces stands between the scheme and the token")
    func spaces() {
        #expect(token(["Authorization": "Bearer  t"]) == "t")
        #expect(token(["Authorization": "bearer    t "]) == "t")
        #expect(token(["Authorization": "Bearer "]) == nil)
        #expect(token(["Authorization": "Bearert"]) == nil)
    }

    @Test("The value of a cookie may hold equals signs")
    func equalsSigns() {
        #expect(token(["Cookie": "billets_session=a=b=="]) == "a=b==")
    }

    @Test(
        "A bearer token is found, in whatever case its scheme is written, and counts before a cookie"
    )
    func bearer() {
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let headers: HTTPHeaders = [
                "Authorization": "\(scheme) t", "Cookie": "billets_session=no",
            ]
            #expect(token(headers) == "t")
        }
    }

    @Test("Another scheme of authorization is none of ours: the cookie counts")
    func otherScheme() {
        #expect(token(["Authorization": "Basic t"]) == nil)
        #expect(token(["Authorization": "Bearer"]) == nil)
        #expect(token(["Authorization": "Basic t", "Cookie": "billets_session=t"]) == "t")
    }

    @Test("Without either there is no token")
    func nothing() {
        #expect(token([:]) == nil)
    }

    private func isOwn(_ origin: String?, host: String?, allowed: Set<String> = []) -> Bool {
        var headers = HTTPHeaders()
        if let origin { headers.add(name: "Origin", value: origin) }
        if let host { headers.add(name: "Host", value: host) }
        return RequestIdentity(headers).isFromOwnOrigin(orOneOf: allowed)
    }

    @Test("Programs name no origin, and may; pages of the gateway's own host may")
    func own() {
        #expect(isOwn(nil, host: "desk.example.com"))
        #expect(isOwn("https://desk.example.com", host: "desk.example.com"))
        #expect(isOwn("http://localhost:8080", host: "localhost:8080"))
        #expect(isOwn("https://DESK.example.com", host: "desk.Example.com"))
        #expect(isOwn("http://[::1]:8080", host: "[::1]:8080"))
    }

    @Test(
        "Pages of any other host may not",
        arguments: [
            "https://evil.example.com", "https://desk.example.com.evil.com",
            "https://desk.example.com:8443",
            "https://xdesk.example.com", "null", "", "desk.example.com", "https://", "://",
            "https://evil.com/desk.example.com", "https://desk.example.com/",
            "https://desk.example.com@evil.com",
        ]
    )
    func foreign(_ origin: String) {
        #expect(!isOwn(origin, host: "desk.example.com"))
    }

    @Test("Pages of an allowed origin may, written exactly so")
    func allowed() {
        let allowed: Set = ["https://other.example.com"]
        #expect(isOwn("https://other.example.com", host: "desk.example.com", allowed: allowed))
        #expect(!isOwn("http://other.example.com", host: "desk.example.com", allowed: allowed))
        #expect(!isOwn("https://other.example.com:444", host: "desk.example.com", allowed: allowed))
    }

    @Test("A page in clear text is another one than that over TLS, where it is known what we speak")
    func scheme() {
        let page = RequestIdentity([
            "Origin": "http://desk.example.com", "Host": "desk.example.com",
        ])
        #expect(page.isFromOwnOrigin(orOneOf: []))
        #expect(page.isFromOwnOrigin(orOneOf: [], over: .http))
        #expect(!page.isFromOwnOrigin(orOneOf: [], over: .https))
        #expect(page.isFromOwnOrigin(orOneOf: ["http://desk.example.com"], over: .https))
    }

    @Test("The port that a scheme has anyway may be written or not")
    func standardPorts() {
        #expect(isOwn("https://desk.example.com", host: "desk.example.com:443"))
        #expect(isOwn("http://desk.example.com:80", host: "desk.example.com"))
        #expect(!isOwn("https://desk.example.com", host: "desk.example.com:80"))
    }

    @Test("Who names no origin, but whose browser says that the page is foreign, may not")
    func fetchMetadata() {
        func isOwn(_ site: String) -> Bool {
            let headers: HTTPHeaders = ["Sec-Fetch-Site": site, "Host": "a"]
            return RequestIdentity(headers).isFromOwnOrigin(orOneOf: ["https://b"])
        }
        #expect(isOwn("same-origin"))
        #expect(isOwn("none"))
        #expect(!isOwn("cross-site"))
        #expect(!isOwn("same-site"))
        let allowed: HTTPHeaders = [
            "Sec-Fetch-Site": "cross-site", "Origin": "https://b", "Host": "a",
        ]
        #expect(RequestIdentity(allowed).isFromOwnOrigin(orOneOf: ["https://b"]))
    }

    @Test("Two origins are none")
    func twoOrigins() {
        let headers: HTTPHeaders = ["Origin": "https://a", "origin": "https://a", "Host": "a"]
        #expect(!RequestIdentity(headers).isFromOwnOrigin(orOneOf: ["https://a"]))
    }

    @Test("Without a host no page is at home")
    func noHost() {
        #expect(!isOwn("https://desk.example.com", host: nil))
    }
}
