import HTTPTypes

/// The header fields that every answer carries, unless its route has set its own: they tell browsers to make
/// nothing of an answer but what it is.
enum SecurityHeaders {
    /// All of them; `isSecure` is whether the client came over TLS.
    static func all(isSecure: Bool) -> HTTPFields {
        isSecure ? overTLS : inClearText
    }

    /// Adds those to `headers` that are not among them.
    ///
    /// Scripts and styles go without those that browsers heed in documents alone: a page loads dozens of files, and the fields
    /// would be an eighth of its bytes.
    static func add(to headers: inout HTTPFields, isSecure: Bool) {
        let isPart = partTypes.contains { headers[.contentType]?.hasPrefix($0) == true }
        for field in all(isSecure: isSecure) where !headers.contains(field.name) {
            if isPart, documentFields.contains(field.name.canonicalName) { continue }
            headers.append(field)
        }
    }

    /// The media types of what is only ever part of a document.
    private static let partTypes = ["text/javascript", "text/css"]

    private static let documentFields: Set = [
        "cross-origin-opener-policy", "permissions-policy", "x-frame-options",
    ]

    private static let inClearText = HTTPFields(
        [
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
        ].compactMap { name, value in
            HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
        }
    )

    /// RFC 6797: for a year, over TLS alone.
    private static let overTLS: HTTPFields = {
        var fields = inClearText
        fields[.strictTransportSecurity] = "max-age=31536000"
        return fields
    }()
}
