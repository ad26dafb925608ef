public import Billets

/// Why an HTTP request was not carried out: an RFC 9457 problem document.
public struct Problem: Error, Hashable, Sendable {
    /// The media type of problem documents (RFC 9457, section 6.1).
    public static let mediaType = "application/problem+json"

    /// The HTTP status.
    public let status: Int

    /// Why, for programs: a code of `RejectionCode`, or one of HTTP's own.
    public let code: String

    /// What kind of problem it is, in a few words, always the same for a code.
    public let title: String

    /// What is wrong and what to do: a sentence for a person.
    public let detail: String

    /// After how long to try again, if that helps.
    public let retryAfter: Duration?

    /// The ticket as it stands, for `locked` and `version_conflict`.
    public let ticket: Ticket?

    /// A problem with its sentence.
    public init(
        status: Int,
        code: String,
        title: String,
        detail: String,
        retryAfter: Duration? = nil,
        ticket: Ticket? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfter = retryAfter
        self.ticket = ticket
    }

    /// The problem that answers a request with no session, or with one that is not good.
    public static let unauthorized = Problem(
        status: 401,
        code: "unauthorized",
        title: "Not logged in",
        detail: "There is no session, or it has ended: log in with POST /api/session."
    )

    /// The problem that answers a request that a page of another site sent.
    public static let foreignOrigin = Problem(
        status: 403,
        code: "forbidden",
        title: "Foreign origin",
        detail:
            "Pages of this origin may not speak to this server: allow the origin in its settings."
    )

    /// The problem that answers an agent who asks for what only administrators may do.
    public static let administratorsOnly = Problem(
        status: 403,
        code: "forbidden",
        title: "Administrators only",
        detail: "Only administrators may do this: ask one of them."
    )

    /// The problem that answers an API token where only somebody who logged in will do.
    public static let sessionOnly = Problem(
        status: 403,
        code: "forbidden",
        title: "Session needed",
        detail: "An API token may not do this: log in with POST /api/session."
    )

    /// The problem that answers an API token that lacks a scope.
    public static func missing(_ scope: APITokenScope) -> Problem {
        Problem(Rejection(missing: scope))
    }

    /// The problem that answers who wants an account of their own, where there are none to be had.
    public static let registrationOff = Problem(
        status: 403,
        code: "forbidden",
        title: "Registration is off",
        detail: "Accounts are made by administrators here: ask one of them."
    )

    /// The problem that answers a method that the address does not take; `allow` lists those it takes.
    public static func methodNotAllowed(allow: String) -> Problem {
        Problem(
            status: 405,
            code: "method_not_allowed",
            title: "Method not allowed",
            detail: "This address takes other methods: \(allow)."
        )
    }

    /// The problem that answers a request that cannot be understood; `detail` says what to send
    /// instead.
    public init(malformed detail: String) {
        self.init(
            status: 400,
            code: RejectionCode.invalidMessage.rawValue,
            title: "Invalid request",
            detail: detail
        )
    }

    /// The problem that answers a body that names something that does not exist: the address itself
    /// exists, so that 404 would mislead.
    public init(unknownReference rejection: Rejection) {
        self.init(
            status: 422,
            code: rejection.code.rawValue,
            title: "Unknown reference",
            detail: rejection.message
        )
    }

    /// The problem that answers who wants a name that is taken; `detail` says which.
    public init(taken detail: String) {
        self.init(status: 409, code: "conflict", title: "Taken", detail: detail)
    }

    /// The problem that answers what `rejection` refused.
    ///
    /// A request that breaks a rule has been understood: 422 (RFC 9110, section 15.5.21).
    public init(_ rejection: Rejection) {
        let (status, title, retryAfter): (Int, String, Duration?) =
            switch rejection.code {
            case .invalidMessage: (422, "Against the rules", nil)
            case .unknownType: (400, "Unknown type", nil)
            case .notFound: (404, "Not found", nil)
            case .locked: (409, "Locked", nil)
            case .notLocked: (409, "Not locked", nil)
            case .versionConflict: (409, "Version conflict", nil)
            case .tooLarge: (413, "Too large", nil)
            case .forbidden: (403, "Forbidden", nil)
            case .rateLimited: (429, "Too many requests", .seconds(1))
            case .unavailable: (503, "Unavailable", .seconds(1))
            }
        self.init(
            status: status,
            code: rejection.code.rawValue,
            title: title,
            detail: rejection.isOfReusedRequestID
                ? Self.reusedIdempotencyKey : rejection.message,
            retryAfter: retryAfter,
            ticket: rejection.ticket
        )
    }

    /// The sentence of `Rejection.reusedRequestID` in HTTP's words.
    private static let reusedIdempotencyKey = """
        This Idempotency-Key was used for another command: send a new command under a new \
        Idempotency-Key.
        """
}
