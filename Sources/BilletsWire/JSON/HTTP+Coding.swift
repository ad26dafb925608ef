public import Billets

extension Credentials {
    /// Reads credentials from a request's body: `{"email":…,"password":…}`.
    ///
    /// - Throws: `invalidMessage` if they are not there.
    public init(decoding bytes: [UInt8]) throws(Rejection) {
        self = try RequestBody.read(bytes) { fields in
            Credentials(email: try fields.text("email"), password: try fields.text("password"))
        }
    }

    /// The credentials as JSON, UTF-8, as our clients send them.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("email", email)
            $0.member("password", password)
        }
        return writer.bytes
    }
}

extension SessionDescription {
    /// The session as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            if let token { writer.member("token", token) }
            writer.member("expiresAt", expiresAt?.rfc3339)
            writer.member("user", user) { writer, user in
                writer.object {
                    $0.member("id", user.id.description)
                    $0.member("name", user.name)
                    $0.member("role", role.rawValue)
                }
            }
        }
        return writer.bytes
    }
}

extension SessionDescription {
    /// The token in a gateway's answer to a log-in; nil if it is none.
    public static func token(in bytes: [UInt8]) -> String? {
        try? RequestBody.read(bytes) { fields in try fields.text("token") }
    }
}

extension Problem {
    /// The problem document as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "about:blank")
            writer.member("title", title)
            writer.member("status", Int64(status))
            writer.member("code", code)
            writer.member("detail", detail)
            if let ticket { writer.member("ticket", ticket) { $0.ticket($1) } }
        }
        return writer.bytes
    }
}

extension Readiness {
    /// The readiness as JSON, UTF-8.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("ready")
            writer.boolean(isReady)
            writer.member("node", node)
            writer.key("draining")
            writer.boolean(isDraining)
            writer.member("store", store) { $0.health($1) }
            writer.member("bus", bus) { $0.health($1) }
        }
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func health(_ health: DependencyHealth) {
        object { writer in
            switch health {
            case .well:
                writer.member("state", "well")
            case .unwell(let reason):
                writer.member("state", "unwell")
                writer.member("reason", reason)
            }
        }
    }
}
